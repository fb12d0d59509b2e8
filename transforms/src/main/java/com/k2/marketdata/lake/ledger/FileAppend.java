package com.k2.marketdata.lake.ledger;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.relocated.com.google.common.util.concurrent.MoreExecutors;

/**
 * Appends data files to a table. Iceberg hands every step of a commit to a pool of threads and
 * looks each 10 ms whether it is done, which is most of the time that a small commit takes: so the
 * steps of a small one run in the thread that commits.
 */
public final class FileAppend {
  private static final ExecutorService SAME_THREAD = MoreExecutors.newDirectExecutorService();
  private static final int MOST_FILES_OF_A_SMALL_ONE = 1_000;

  private FileAppend() {}

  /** An append of these files, to be committed. */
  public static AppendFiles of(Table table, Collection<DataFile> files) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    if (files.size() <= MOST_FILES_OF_A_SMALL_ONE) {
      append.scanManifestsWith(SAME_THREAD).writeManifestsWith(SAME_THREAD, 1);
    }
    return append;
  }
}
