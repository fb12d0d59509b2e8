package com.k2.marketdata.lake.maintain.compact;

import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;

/**
 * Which files of a table may be rewritten.
 *
 * @param spec the table's current partition spec
 * @param newestMillis files that were added after this time are too young
 */
record FileChoice(FilePacking packing, AddedTimes added, int spec, long newestMillis) {

  /** Whether the file is small enough and nothing prevents rewriting it. */
  boolean isCandidate(FileScanTask task) {
    return packing.isSmall(task.file().fileSizeInBytes()) && obstacle(task).isEmpty();
  }

  /** Why the file is not rewritten, other than because of its size. */
  Optional<LeftReason> obstacle(FileScanTask task) {
    DataFile file = task.file();
    if (!task.deletes().isEmpty()) {
      return Optional.of(LeftReason.DELETES);
    }
    if (file.specId() != spec) {
      return Optional.of(LeftReason.OTHER_SPEC);
    }
    if (file.format() != FileFormat.PARQUET) {
      return Optional.of(LeftReason.OTHER_FORMAT);
    }
    return packing.isSmall(file.fileSizeInBytes()) && added.isAfter(file, newestMillis)
        ? Optional.of(LeftReason.YOUNG)
        : Optional.empty();
  }
}
