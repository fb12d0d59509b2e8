package com.k2.marketdata.cycle.table;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.KeptLedgers;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.read.TopicRows;
import com.k2.marketdata.lake.table.TaskTable;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A table and the ledger of one topic in it, as last read. */
public final class LedgeredTable {
  private final Table table;
  private final String topic;
  private final KeptLedgers kept;
  private @Nullable Ledger ledger;
  private @Nullable TaskTable forTasks;

  LedgeredTable(Table table, String topic) {
    this.table = table;
    this.topic = topic;
    this.kept = new KeptLedgers(table);
  }

  /** The Iceberg table. */
  public Table table() {
    return table;
  }

  String topic() {
    return topic;
  }

  /** The table for tasks; serialized again only if the parts that tasks need have changed. */
  public TaskTable forTasks() {
    if (forTasks == null || !forTasks.isStill(table)) {
      forTasks = TaskTable.of(table);
    }
    return forTasks;
  }

  /** The ledger as last read or started. */
  public Ledger ledger() {
    if (ledger == null) {
      throw new IllegalStateException("The ledger of " + table.name() + " has not been read yet");
    }
    return ledger;
  }

  /**
   * Refreshes the table and reads the ledger. Commits an anchor if the table needs one.
   *
   * @return empty if the topic has no ledger in the table yet
   * @throws HoleException if the table has snapshots, but its ledgers are lost
   */
  public Optional<Ledger> read() {
    ledger = ledgers().of(topic).orElse(null);
    return Optional.ofNullable(ledger);
  }

  /** Commits an anchor if the table needs one. Does not change {@link #ledger()}. */
  void anchor() {
    ledgers();
  }

  /** Takes over what was read before the table was loaded again, to restore lost ledgers. */
  void inherit(LedgeredTable earlier) {
    kept.inherit(earlier.kept);
  }

  private TableLedgers ledgers() {
    return SystemFaultException.wrapping(
        "Could not read the position in " + table.name(), kept::read);
  }

  /**
   * @throws HoleException if the table has rows of the topic: without a ledger, they would be read
   *     and written a second time
   */
  void requireNoRows() {
    if (SystemFaultException.wrapping(
        "Could not read " + table.name(), () -> TopicRows.existWithoutLedger(table, topic))) {
      throw new HoleException(
          "Table "
              + table.name()
              + " has rows of topic "
              + topic
              + " but no position in it, so it is unknown which offsets they cover. Rebuild the"
              + " position with `k2 ledger mend --exchange=… --topic="
              + topic
              + "`.");
    }
  }

  /** Commits the first ledger of the topic, in an empty snapshot. */
  Ledger start(Ledger starting) {
    ledger =
        SystemFaultException.wrapping(
            "Could not start the position in " + table.name(),
            () -> {
              new LedgerCommit(table, topic).commit(null, starting, Table::newAppend);
              kept.read(); // so that the ledger can be restored if it is lost
              return starting;
            });
    return ledger;
  }

  /** Reads the table again, and returns the snapshot that a cycle committed to it, if any. */
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
                            + ": another driver or a rollback has changed the table."));
    if (ledger == null || !ledger.cycle().equals(cycle)) {
      throw new ConflictException(
          "Another driver has committed to "
              + table.name()
              + " after cycle "
              + cycle
              + ". Stop one of the drivers.");
    }
    return committed;
  }
}
