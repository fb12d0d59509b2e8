package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The dead letters that silver recorded in a future which it has gone back from. The driver that
 * recorded them may be stalled and append them when it wakes, unless the dead-letter table's ledger
 * is no longer of the cycle that they belong behind.
 */
final class RolledBackIntents {
  private RolledBackIntents() {}

  /** Whether silver, as last refreshed, has abandoned any that belong behind this cycle. */
  static boolean anyBehind(String cycle, Table silver, String topic) {
    Set<Long> history = new HashSet<>();
    if (silver.currentSnapshot() != null) {
      SnapshotUtil.ancestorIdsBetween(silver.currentSnapshot().snapshotId(), null, silver::snapshot)
          .forEach(history::add);
    }
    for (Snapshot snapshot : silver.snapshots()) {
      // Only those that were left are looked into: there are few, and of the others very many.
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
