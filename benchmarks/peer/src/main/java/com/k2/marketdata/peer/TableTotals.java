package com.k2.marketdata.peer;

import java.util.Map;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * What tables consist of, from their metadata alone.
 *
 * @param records their rows
 * @param files their data files
 * @param bytes the size of those
 * @param commits their snapshots
 */
record TableTotals(long records, long files, long bytes, long commits) {

  /** The sums over some tables, as they are now; a table's own view is brought up to date first. */
  static TableTotals of(Iterable<Table> tables) {
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
