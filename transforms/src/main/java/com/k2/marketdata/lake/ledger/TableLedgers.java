package com.k2.marketdata.lake.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The ledgers that a table's state carries, one per topic, and the snapshot that state is. Other
 * tools' snapshots carry none, so reading walks back to the newest that does.
 *
 * @param parent the current snapshot's id when they were read; null for a table without snapshots
 * @param byTopic empty if no snapshot carries a ledger
 */
public record TableLedgers(@Nullable Long parent, SortedMap<String, Ledger> byTopic) {
  /** What a summary key starts with; the topic follows. */
  public static final String KEY = "k2.ledger.";

  public TableLedgers {
    byTopic = Collections.unmodifiableSortedMap(new TreeMap<>(byTopic));
  }

  /** The ledgers at the table's current snapshot, as last refreshed. */
  public static TableLedgers read(Table table) {
    Snapshot current = table.currentSnapshot();
    return at(table, current == null ? null : current.snapshotId());
  }

  /** The ledgers at a snapshot. */
  public static TableLedgers at(Table table, @Nullable Long snapshotId) {
    if (snapshotId == null) {
      return new TableLedgers(null, new TreeMap<>());
    }
    for (Snapshot ancestor : SnapshotUtil.ancestorsOf(snapshotId, table::snapshot)) {
      SortedMap<String, Ledger> found = of(ancestor);
      if (!found.isEmpty()) {
        return new TableLedgers(snapshotId, found);
      }
    }
    return new TableLedgers(snapshotId, new TreeMap<>());
  }

  /** The ledgers in one snapshot's own summary. */
  public static SortedMap<String, Ledger> of(Snapshot snapshot) {
    SortedMap<String, Ledger> ledgers = new TreeMap<>();
    snapshot
        .summary()
        .forEach(
            (key, value) -> {
              if (key.startsWith(KEY)) {
                ledgers.put(key.substring(KEY.length()), Ledger.fromJson(value));
              }
            });
    return ledgers;
  }

  /** The ledger of a topic, if there is one. */
  public Optional<Ledger> of(String topic) {
    return Optional.ofNullable(byTopic.get(topic));
  }

  /** These ledgers with one replaced. */
  public TableLedgers with(String topic, Ledger ledger) {
    SortedMap<String, Ledger> all = new TreeMap<>(byTopic);
    all.put(topic, ledger);
    return new TableLedgers(parent, all);
  }

  /** Writes all of them into the snapshot that an update makes. */
  public void writeTo(SnapshotUpdate<?> update) {
    for (Map.Entry<String, Ledger> entry : byTopic.entrySet()) {
      update.set(KEY + entry.getKey(), entry.getValue().toJson());
    }
  }
}
