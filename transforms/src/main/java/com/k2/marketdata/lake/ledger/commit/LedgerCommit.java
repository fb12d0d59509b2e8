package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits that move a topic's ledger, by compare and set. A {@link CarryCommit} leaves all ledgers
 * as they are.
 *
 * <p>A commit carries the ledgers of all topics in the table and is valid only on the parent
 * snapshot that they were read from. If the table has a newer snapshot, but the topic's ledger is
 * unchanged, the commit is built again with the same files and the new ledgers. If an ancestor
 * already carries the cycle id, the commit has succeeded before; this covers repeated commits and
 * lost responses.
 */
public final class LedgerCommit {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerCommit.class);

  private final Table table;
  private final String topic;
  private final @Nullable CycleAge age;

  /** For commits without a maximum age, such as those that set a position. */
  public LedgerCommit(Table table, String topic) {
    this(table, topic, null);
  }

  /**
   * For the commits of a cycle.
   *
   * @param age fails a commit if the cycle is too old; null for no maximum age
   */
  public LedgerCommit(Table table, String topic, @Nullable CycleAge age) {
    this.table = table;
    this.topic = topic;
    this.age = age;
  }

  /**
   * Commits an update that moves the topic's ledger and does not change the table's rows.
   *
   * @param expected the ledger that the change was planned from; null if there was none
   * @param planned the ledger that the new snapshot carries
   * @param update builds the update on the table's current state, without committing it
   * @throws ConflictException if the table has another ledger; nothing is changed
   * @throws SystemFaultException if the catalog does not respond, or the outcome is unknown; no
   *     file is deleted
   */
  public Snapshot commit(
      @Nullable Ledger expected, Ledger planned, Function<Table, SnapshotUpdate<?>> update) {
    return commitRows(expected, planned, current -> new RowChange(update.apply(current), 0));
  }

  /**
   * The same with an update that changes the table's rows. The number of rows in the ledger is that
   * of the parent's ledger plus the change.
   */
  public Snapshot commitRows(
      @Nullable Ledger expected, Ledger planned, Function<Table, RowChange> update) {
    return CommitRounds.run(
        table,
        () ->
            round(
                expected,
                planned,
                ledgers -> RowAccount.before(table, ledgers, topic, planned),
                update));
  }

  /**
   * Commits the ledger of a topic that has none in the table, although the table has rows.
   *
   * @param mended has the position and the number of rows of the topic
   * @param read the snapshot whose rows they were computed from
   * @throws ConflictException if the table has a newer snapshot, or a ledger of the topic; nothing
   *     is changed
   */
  public Snapshot commitMended(Ledger mended, long read) {
    return CommitRounds.run(
        table,
        () ->
            round(
                null,
                mended,
                ledgers -> {
                  requireParent(ledgers, read);
                  return mended.rows();
                },
                current -> new RowChange(current.newAppend(), 0)));
  }

  private void requireParent(TableLedgers ledgers, long read) {
    if (ledgers.parent() == null || ledgers.parent() != read) {
      throw new ConflictException(
          table.name()
              + " has changed since its rows were read. Nothing was changed. Run the command again"
              + " when nothing else writes the table.");
    }
  }

  /**
   * @param rowsBefore the topic's rows in the table before the commit, given its ledgers
   */
  private Optional<Snapshot> round(
      @Nullable Ledger expected,
      Ledger planned,
      Function<TableLedgers, @Nullable Long> rowsBefore,
      Function<Table, RowChange> update) {
    String cycle = planned.cycle();
    String since = expected == null ? null : expected.cycle();
    Optional<Snapshot> done = committedBy(cycle, since);
    if (done.isPresent()) {
      LOG.info(
          "Cycle {} was already committed to {} as snapshot {}",
          cycle,
          table.name(),
          done.get().snapshotId());
      return done;
    }
    TableLedgers ledgers =
        expected == null ? TableLedgers.read(table) : TableLedgers.readPlanned(table);
    Ledger found = ledgers.of(topic).orElse(null);
    if (expected == null ? found != null : found == null || !found.isAt(expected)) {
      throw conflict(expected, found);
    }
    Long rows = rowsBefore.apply(ledgers);
    RowChange change = update.apply(table);
    ledgers
        .with(topic, planned.withRowCount(rows == null ? null : rows + change.rows()))
        .writeTo(change.update());
    if (!CommitAttempt.of(table, ledgers.parent(), change.update(), () -> requireAge(cycle))
        .commit("cycle " + cycle, () -> committedBy(cycle, since).isPresent())) {
      return Optional.empty();
    }
    Optional<Snapshot> committed = findCommitted(cycle, since);
    committed.ifPresentOrElse(
        snapshot ->
            LOG.info(
                "Committed cycle {} to {} as snapshot {}",
                cycle,
                table.name(),
                snapshot.snapshotId()),
        () -> requireNotRolledBack(cycle));
    return committed;
  }

  /**
   * The snapshot that a cycle committed for the topic, if the table's current history contains it.
   *
   * @param since the cycle that this one was planned from, where the search ends; null searches the
   *     whole history
   */
  public Optional<Snapshot> committedBy(String cycle, @Nullable String since) {
    Snapshot found = null;
    for (Snapshot ancestor : SnapshotUtil.currentAncestors(table)) {
      Ledger ledger = TableLedgers.of(ancestor).get(topic);
      if (ledger == null) {
        continue;
      }
      if (ledger.cycle().equals(cycle)) {
        found = ancestor; // later snapshots carry the same ledger; the oldest is the commit
      } else if (found != null || ledger.cycle().equals(since)) {
        break;
      }
    }
    return Optional.ofNullable(found);
  }

  private void requireAge(String cycle) {
    if (age != null) {
      age.require(table, "Cycle " + cycle);
    }
  }

  /** A cycle that was rolled back right after its commit must not be committed again. */
  private void requireNotRolledBack(String cycle) {
    for (Snapshot snapshot : table.snapshots()) {
      Ledger ledger = TableLedgers.of(snapshot).get(topic);
      if (ledger != null && ledger.cycle().equals(cycle)) {
        throw new ConflictException(
            "Cycle "
                + cycle
                + " was committed to "
                + table.name()
                + ", but the table was rolled back right after. Start again.");
      }
    }
  }

  /** Like {@link #committedBy} right after a commit, when Iceberg may have to load the table. */
  private Optional<Snapshot> findCommitted(String cycle, @Nullable String since) {
    return SystemFaultException.wrapping(
        "Could not load table " + table.name(),
        () -> RetryingMetadata.read(() -> committedBy(cycle, since)));
  }

  private ConflictException conflict(@Nullable Ledger expected, @Nullable Ledger found) {
    return new ConflictException(
        "The position of "
            + topic
            + " in "
            + table.name()
            + " is "
            + describe(found)
            + ", but this cycle was planned from "
            + describe(expected)
            + ": another driver writes this table, or its position was set. Nothing was changed."
            + " Stop one of the drivers, and start again.");
  }

  private static String describe(@Nullable Ledger ledger) {
    return ledger == null ? "none" : ledger.next() + " of cycle " + ledger.cycle();
  }
}
