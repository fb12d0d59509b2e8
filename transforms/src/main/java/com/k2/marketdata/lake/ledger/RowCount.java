package com.k2.marketdata.lake.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Counts the rows of tables from their metadata. */
public final class RowCount {
  private RowCount() {}

  /**
   * The number of rows in the table's current snapshot, as last refreshed.
   *
   * @return empty if the snapshot has delete files: the metadata does not say how many rows they
   *     delete
   */
  public static OptionalLong of(Table table) {
    Snapshot current = table.currentSnapshot();
    return current == null ? OptionalLong.of(0) : of(table, current);
  }

  /** The same for any snapshot. */
  public static OptionalLong of(Table table, Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    String total = summary.get(SnapshotSummary.TOTAL_RECORDS_PROP);
    if (total == null) {
      return countFiles(table, snapshot);
    }
    return "0".equals(summary.getOrDefault(SnapshotSummary.TOTAL_DELETE_FILES_PROP, "0"))
        ? OptionalLong.of(Long.parseLong(total))
        : OptionalLong.empty();
  }

  private static OptionalLong countFiles(Table table, Snapshot snapshot) {
    long rows = 0;
    try (CloseableIterable<FileScanTask> files =
        table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
      for (FileScanTask file : files) {
        if (!file.deletes().isEmpty()) {
          return OptionalLong.empty();
        }
        rows += file.file().recordCount();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not list the files of " + table.name(), e);
    }
    return OptionalLong.of(rows);
  }
}
