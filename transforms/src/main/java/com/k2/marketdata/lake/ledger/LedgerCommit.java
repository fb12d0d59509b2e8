package com.k2.marketdata.lake.ledger;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ValidationException;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits to a table by compare and set on the topic's ledger. K2 commits in no other way.
 *
 * <p>A commit carries the ledgers of all topics in the table and is valid only on the parent
 * snapshot that they were read from. If the table has a newer snapshot, but the topic's ledger is
 * unchanged, the commit is built again with the same files and the new ledgers. If an ancestor
 * already carries the cycle id, the commit has succeeded before; this covers repeated commits and
 * lost responses.
 */
public final class LedgerCommit {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerCommit.class);
  private static final int MAX_REBUILDS = 50;

  private final Table table;
  private final String topic;

  public LedgerCommit(Table table, String topic) {
    this.table = table;
    this.topic = topic;
  }

  /**
   * Commits an update that moves the topic's ledger.
   *
   * @param expected the ledger that the change was planned from; null if there was none
   * @param planned the ledger that the new snapshot carries
   * @param update builds the update on the table's current state, without committing it
   * @throws ConflictException if the table has another ledger; nothing is changed
   * @throws SystemFaultException if the catalog does not respond, or the outcome is unknown; no
   *     data file is deleted
   */
  public Snapshot commit(
      @Nullable Ledger expected, Ledger planned, Function<Table, SnapshotUpdate<?>> update) {
    String since = expected == null ? null : expected.cycle();
    for (int rebuilds = 0; rebuilds < MAX_REBUILDS; rebuilds++) {
      refresh();
      Optional<Snapshot> done = committedBy(planned.cycle(), since);
      if (done.isPresent()) {
        LOG.info(
            "Cycle {} was already committed to {} as snapshot {}",
            planned.cycle(),
            table.name(),
            done.get().snapshotId());
        return done.get();
      }
      TableLedgers ledgers = TableLedgers.read(table);
      Ledger found = ledgers.of(topic).orElse(null);
      if (expected == null ? found != null : found == null || !found.isAt(expected)) {
        throw conflict(expected, found);
      }
      SnapshotUpdate<?> built = update.apply(table);
      ledgers.with(topic, planned).writeTo(built);
      if (commitOn(ledgers.parent(), built, planned.cycle(), since)) {
        Optional<Snapshot> committed = findCommitted(planned.cycle(), since);
        if (committed.isPresent()) {
          LOG.info(
              "Committed cycle {} to {} as snapshot {}",
              planned.cycle(),
              table.name(),
              committed.get().snapshotId());
          return committed.get();
        }
        requireNotRolledBack(planned.cycle());
      }
    }
    throw tooManyConflicts(table);
  }

  /**
   * Commits an update that does not change positions, such as a compaction. The new snapshot
   * carries every ledger unchanged.
   *
   * @throws SystemFaultException if other writers kept committing first
   */
  public static void carry(Table table, Function<Table, SnapshotUpdate<?>> update) {
    for (int rebuilds = 0; rebuilds < MAX_REBUILDS; rebuilds++) {
      RetryingMetadata.refresh(table);
      TableLedgers ledgers = TableLedgers.read(table);
      SnapshotUpdate<?> built = update.apply(table);
      ledgers.writeTo(built);
      CommitAttempt attempt = CommitAttempt.of(table, ledgers.parent(), built);
      if (commitCarrying(table, attempt, built)) {
        LOG.info(
            "Committed to {} as snapshot {}, cycles by topic unchanged: {}",
            table.name(),
            RetryingMetadata.read(attempt::committed).map(Snapshot::snapshotId).orElse(null),
            ledgers.cycles());
        return;
      }
      LOG.debug("{} has a newer snapshot; the update is built again", table.name());
    }
    throw tooManyConflicts(table);
  }

  private static boolean commitCarrying(
      Table table, CommitAttempt attempt, SnapshotUpdate<?> update) {
    try {
      update.commit();
      return true;
    } catch (CommitStateUnknownException e) {
      RetryingMetadata.refresh(table);
      if (attempt.committed().isEmpty()) {
        throw e;
      }
      return true;
    } catch (ValidationException | NotFoundException e) {
      // Not found: others committed faster than Iceberg's own retry could read the table.
      if (attempt.isOnCurrent()) {
        throw e;
      }
      return attempt.committed().isPresent();
    }
  }

  /**
   * The snapshot that a cycle committed for the topic, if the table's current history contains it.
   *
   * @param since the cycle that this one was planned from, where the search ends; null searches the
   *     whole history
   */
  public Optional<Snapshot> committedBy(String cycle, @Nullable String since) {
    Snapshot found = null;
    for (Snapshot ancestor : CommitAttempt.newestFirst(table)) {
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

  private boolean commitOn(
      @Nullable Long parent, SnapshotUpdate<?> update, String cycle, @Nullable String since) {
    CommitAttempt attempt = CommitAttempt.of(table, parent, update);
    try {
      update.commit();
      return true;
    } catch (ValidationException e) {
      if (attempt.isOnCurrent()) {
        throw e;
      }
      return rebuild(cycle);
    } catch (CommitFailedException e) {
      throw new SystemFaultException(
          "The catalog refused cycle "
              + cycle
              + "'s commit to "
              + table.name()
              + ": "
              + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      // CommitStateUnknown, or a failure that Iceberg does not classify: it may be committed.
      refresh();
      if (committedBy(cycle, since).isPresent()) {
        LOG.info("The response to the commit of cycle {} to {} was lost", cycle, table.name());
        return true;
      }
      if (e instanceof NotFoundException && !attempt.isOnCurrent()) {
        // Others committed faster than Iceberg's own retry could read the table.
        return rebuild(cycle);
      }
      throw new SystemFaultException(
          "It is unknown whether cycle "
              + cycle
              + " was committed to "
              + table.name()
              + ". Its files are kept; the next cycle reads the table again.",
          e);
    }
  }

  private boolean rebuild(String cycle) {
    LOG.debug("{} has a newer snapshot; cycle {} is built again", table.name(), cycle);
    return false;
  }

  private void refresh() {
    SystemFaultException.wrapping(
        "Could not load table " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          return table;
        });
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

  private static SystemFaultException tooManyConflicts(Table table) {
    return new SystemFaultException(
        "Could not commit to "
            + table.name()
            + ": other writers committed first "
            + MAX_REBUILDS
            + " times. Look for a tool that commits to the table continuously.");
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
