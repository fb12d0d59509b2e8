package com.k2.marketdata.lake.ledger.commit;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.relocated.com.google.common.util.concurrent.MoreExecutors;

/**
 * Appends data files to a table. Iceberg runs every step of a commit in a thread pool and polls
 * every 10 ms for completion, which is most of the duration of a small commit. The steps of a small
 * commit therefore run in the calling thread.
 */
public final class FileAppend {
  private static final ExecutorService SAME_THREAD = MoreExecutors.newDirectExecutorService();
  private static final int MAX_FILES_OF_SMALL_COMMIT = 1_000;

  private FileAppend() {}

  /** An append of these files, not yet committed, with the number of their rows. */
  public static RowChange of(Table table, Collection<DataFile> files) {
    return new RowChange(
        append(table, files), files.stream().mapToLong(DataFile::recordCount).sum());
  }

  private static AppendFiles append(Table table, Collection<DataFile> files) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    if (files.size() <= MAX_FILES_OF_SMALL_COMMIT) {
      append.scanManifestsWith(SAME_THREAD).writeManifestsWith(SAME_THREAD, 1);
    }
    return append;
  }
}
