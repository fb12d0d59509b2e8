package com.k2.marketdata.cycle;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerCommit;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.TaskTable;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A table and one topic's ledger in it, as last read. */
final class LedgeredTable {
  private final Table table;
  private final String topic;
  private @Nullable Ledger ledger;
  private @Nullable TaskTable travelling;

  LedgeredTable(Table table, String topic) {
    this.table = table;
    this.topic = topic;
  }

  Table table() {
    return table;
  }

  String topic() {
    return topic;
  }

  /** The table for tasks; written down again only if what tasks need of it has changed. */
  TaskTable forTasks() {
    if (travelling == null || !travelling.isStill(table)) {
      travelling = TaskTable.of(table);
    }
    return travelling;
  }

  /** The ledger as last read or started. */
  Ledger ledger() {
    if (ledger == null) {
      throw new IllegalStateException("The ledger of " + table.name() + " was not read yet");
    }
    return ledger;
  }

  /**
   * Reads the table again.
   *
   * @return empty if the topic has no ledger in it yet
   * @throws HoleException if the table has snapshots, but no ledger at all
   */
  Optional<Ledger> read() {
    return SystemFaultException.wrapping(
        "Could not read the position in " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          TableLedgers ledgers = TableLedgers.read(table);
          if (ledgers.parent() != null && ledgers.byTopic().isEmpty()) {
            throw new HoleException(
                "Table "
                    + table.name()
                    + " has snapshots but no position: K2 cannot know which offsets its rows"
                    + " cover. If they are K2's own, set the position with `k2 ledger set`;"
                    + " otherwise use another table or namespace.");
          }
          ledger = ledgers.of(topic).orElse(null);
          return Optional.ofNullable(ledger);
        });
  }

  /** Gives a table that has no ledger of the topic yet its first one, in an empty snapshot. */
  Ledger start(Ledger starting) {
    ledger =
        SystemFaultException.wrapping(
            "Could not start the position in " + table.name(),
            () -> {
              new LedgerCommit(table, topic).commit(null, starting, Table::newAppend);
              return starting;
            });
    return ledger;
  }

  /** The snapshot that a cycle committed, if it committed to this table; read afresh. */
  Optional<Snapshot> committed(String cycle) {
    String before = ledger == null ? null : ledger.cycle();
    read();
    return new LedgerCommit(table, topic).committedBy(cycle, before);
  }

  /**
   * Reads back what a cycle committed.
   *
   * @throws ConflictException if the newest ledger is not that cycle's
   */
  Snapshot confirm(String cycle) {
    Snapshot committed =
        committed(cycle)
            .orElseThrow(
                () ->
                    new ConflictException(
                        "Cycle "
                            + cycle
                            + " ended, but is not in "
                            + table.name()
                            + ": another driver, or a roll-back, took the table elsewhere."));
    if (ledger == null || !ledger.cycle().equals(cycle)) {
      throw new ConflictException(
          "Another driver went on from cycle "
              + cycle
              + " in "
              + table.name()
              + ". Stop it, or this one.");
    }
    return committed;
  }
}
