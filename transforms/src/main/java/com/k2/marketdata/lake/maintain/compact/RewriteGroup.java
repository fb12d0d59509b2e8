package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.PlannedItem;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.StructLike;

/**
 * Files of one partition value that are rewritten as one file.
 *
 * @param id identifies the files: groups of the same files have the same id
 * @param files in the order in which they were added to the table, without column statistics
 * @param ageMillis the age of the youngest file at the time of the plan, in milliseconds
 */
public record RewriteGroup(String id, PlanBasis basis, List<DataFile> files, long ageMillis)
    implements Serializable {
  private static final int ID_BYTES = 8;

  static RewriteGroup of(PlanBasis basis, List<DataFile> files, long ageMillis) {
    return new RewriteGroup(hash(files.stream().map(DataFile::location)), basis, files, ageMillis);
  }

  /** The hash of a set of texts, as 16 digits. */
  static String hash(Stream<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      texts.sorted().forEach(text -> digest.update((text + '\n').getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  FileCount input() {
    return new FileCount(files.size(), files.stream().mapToLong(DataFile::fileSizeInBytes).sum());
  }

  long rows() {
    return files.stream().mapToLong(DataFile::recordCount).sum();
  }

  StructLike partition() {
    return files.get(0).partition();
  }

  PlannedItem item() {
    return new PlannedItem(
        MaintenanceStep.COMPACT,
        PlannedItem.Kind.GROUP,
        id,
        input().bytes(),
        ageMillis,
        files.size() + " small files become one");
  }

  @Override
  public String toString() {
    return "group " + id + " of " + files.size() + " files";
  }
}
