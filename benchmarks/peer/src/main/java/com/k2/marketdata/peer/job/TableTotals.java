package com.k2.marketdata.peer.job;

import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * Totals over tables, read from their metadata.
 *
 * @param records number of rows
 * @param files number of data files
 * @param bytes total size of the data files
 * @param commits number of snapshots
 */
public record TableTotals(long records, long files, long bytes, long commits) {

  /** The current totals; refreshes the tables first. */
  public static TableTotals of(Iterable<Table> tables) {
    long records = 0;
    long files = 0;
    long bytes = 0;
    long commits = 0;
    for (Table table : tables) {
      table.refresh();
      for (Snapshot ignored : table.snapshots()) {
        commits++;
      }
      Snapshot current = table.currentSnapshot();
      if (current != null) {
        records += number(current.summary(), SnapshotSummary.TOTAL_RECORDS_PROP);
        files += number(current.summary(), SnapshotSummary.TOTAL_DATA_FILES_PROP);
        bytes += number(current.summary(), SnapshotSummary.TOTAL_FILE_SIZE_PROP);
      }
    }
    return new TableTotals(records, files, bytes, commits);
  }

  private static long number(Map<String, String> summary, String property) {
    return Long.parseLong(summary.getOrDefault(property, "0"));
  }
}
