package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Finds dead letters that silver recorded in snapshots from which it was rolled back. The driver
 * that recorded them may be stalled, and appends them when it resumes unless the cycle of the
 * dead-letter table's ledger has changed.
 */
final class RolledBackIntents {
  private RolledBackIntents() {}

  /**
   * Whether a snapshot from which silver, as last refreshed, was rolled back has recorded dead
   * letters to append after this cycle.
   */
  static boolean anyAfter(String cycle, Table silver, String topic) {
    Set<Long> history = new HashSet<>();
    if (silver.currentSnapshot() != null) {
      SnapshotUtil.ancestorIdsBetween(silver.currentSnapshot().snapshotId(), null, silver::snapshot)
          .forEach(history::add);
    }
    for (Snapshot snapshot : silver.snapshots()) {
      // Parse ledgers outside of the history only: these are few.
      if (!history.contains(snapshot.snapshotId())) {
        Ledger ledger = TableLedgers.of(snapshot).get(topic);
        if (ledger != null && ledger.intent() != null && cycle.equals(ledger.intent().previous())) {
          return true;
        }
      }
    }
    return false;
  }
}
