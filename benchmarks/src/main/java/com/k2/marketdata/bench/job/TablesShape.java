package com.k2.marketdata.bench.job;

import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;

/**
 * The total size of several tables.
 *
 * @param commits number of snapshots that added files
 */
public record TablesShape(long rows, long files, long bytes, long commits) {

  /** The current size of the tables. */
  public static TablesShape of(List<Table> tables) {
    TablesShape all = new TablesShape(0, 0, 0, 0);
    for (Table table : tables) {
      table.refresh();
      Snapshot current = table.currentSnapshot();
      long commits = 0;
      for (Snapshot snapshot : table.snapshots()) {
        commits += total(snapshot, SnapshotSummary.ADDED_FILES_PROP) > 0 ? 1 : 0;
      }
      all =
          new TablesShape(
              all.rows + total(current, SnapshotSummary.TOTAL_RECORDS_PROP),
              all.files + total(current, SnapshotSummary.TOTAL_DATA_FILES_PROP),
              all.bytes + total(current, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
              all.commits + commits);
    }
    return all;
  }

  private static long total(Snapshot snapshot, String key) {
    return Long.parseLong(snapshot.summary().getOrDefault(key, "0"));
  }
}
