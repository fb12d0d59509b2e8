package com.k2.marketdata.lake.ledger;

import com.k2.marketdata.failure.SystemFaultException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The ledgers of a table at a snapshot, one per topic. Snapshots of other tools carry none, so the
 * ledgers are those of the newest ancestor that carries any.
 *
 * @param parent the id of the snapshot that was read; null for a table without snapshots
 * @param byTopic empty if no snapshot carries a ledger
 */
public record TableLedgers(@Nullable Long parent, SortedMap<String, Ledger> byTopic) {
  /** The prefix of the summary keys; the topic follows. */
  public static final String KEY = "k2.ledger.";

  public TableLedgers {
    byTopic = Collections.unmodifiableSortedMap(new TreeMap<>(byTopic));
  }

  /** The ledgers at the table's current snapshot, as last refreshed. */
  public static TableLedgers read(Table table) {
    Snapshot current = table.currentSnapshot();
    return at(table, current == null ? null : current.snapshotId());
  }

  /**
   * The ledgers at the table's current snapshot, for a commit that was planned from one of them.
   *
   * @throws SystemFaultException if the table had ledgers and has lost them; the next plan restores
   *     them or reports the hole
   */
  public static TableLedgers readPlanned(Table table) {
    TableLedgers ledgers = read(table);
    if (ledgers.parent() != null && ledgers.byTopic().isEmpty()) {
      throw new SystemFaultException(
          "Another tool expired the snapshots of "
              + table.name()
              + " that had its position after this cycle was planned. The table was left unchanged;"
              + " it is read again before the next cycle.");
    }
    return ledgers;
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
    if (snapshot.summary() == null) {
      return ledgers; // optional in format version 1
    }
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

  /** The ledger of a topic, if it has one. */
  public Optional<Ledger> of(String topic) {
    return Optional.ofNullable(byTopic.get(topic));
  }

  /** The cycle of each ledger, by topic; for log lines. */
  public SortedMap<String, String> cycles() {
    SortedMap<String, String> cycles = new TreeMap<>();
    byTopic.forEach((topic, ledger) -> cycles.put(topic, ledger.cycle()));
    return cycles;
  }

  /**
   * How many rows the table has according to its ledgers: the sum over all topics; empty if the
   * number of a topic is unknown.
   */
  public OptionalLong rows() {
    long sum = 0;
    for (Ledger ledger : byTopic.values()) {
      if (ledger.rows() == null) {
        return OptionalLong.empty();
      }
      sum += ledger.rows();
    }
    return OptionalLong.of(sum);
  }

  /** These ledgers without the one of a topic. */
  public TableLedgers without(String topic) {
    SortedMap<String, Ledger> others = new TreeMap<>(byTopic);
    others.remove(topic);
    return new TableLedgers(parent, others);
  }

  /** These ledgers with one added or replaced. */
  public TableLedgers with(String topic, Ledger ledger) {
    SortedMap<String, Ledger> all = new TreeMap<>(byTopic);
    all.put(topic, ledger);
    return new TableLedgers(parent, all);
  }

  /** Adds all ledgers to the summary of the snapshot that an update creates. */
  public void writeTo(SnapshotUpdate<?> update) {
    for (Map.Entry<String, Ledger> entry : byTopic.entrySet()) {
      update.set(KEY + entry.getKey(), entry.getValue().toJson());
    }
  }
}
