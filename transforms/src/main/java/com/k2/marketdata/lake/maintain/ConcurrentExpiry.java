package com.k2.marketdata.lake.maintain;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Distinguishes a damaged table from one whose snapshots another run expires while this run reads
 * their files.
 */
public final class ConcurrentExpiry {
  private ConcurrentExpiry() {}

  /**
   * Runs an action that reads files of a table's snapshots. The table must be in the state that is
   * read. If a file is missing, the table is refreshed.
   *
   * @throws ConflictException if the action is refused, and a snapshot of that state has expired
   * @throws MaintenanceRefusedException if it is refused, and no snapshot has expired
   */
  public static <T> T reading(Table table, Supplier<T> action) {
    Set<Long> expired = snapshots(table);
    try {
      return action.get();
    } catch (MaintenanceRefusedException e) {
      SystemFaultException.wrapping(
          "Could not load table " + table.name(),
          () -> {
            RetryingMetadata.refresh(table);
            return table;
          });
      expired.removeAll(snapshots(table));
      throw expired.isEmpty() ? e : conflict(table.name(), e);
    }
  }

  /** A conflict with the run that has deleted a file, which could not be read. */
  public static ConflictException conflict(String table, MaintenanceRefusedException unreadable) {
    return new ConflictException(
        "Another run expired snapshots of " + table + " meanwhile. Run this again.", unreadable);
  }

  private static Set<Long> snapshots(Table table) {
    Set<Long> ids = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      ids.add(snapshot.snapshotId());
    }
    return ids;
  }
}
