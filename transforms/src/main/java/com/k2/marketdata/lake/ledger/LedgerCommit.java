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
 * The one way in which K2 commits to a table: compare and set on the topic's ledger.
 *
 * <p>A commit carries the ledgers of all topics that the table holds and is valid only on the
 * parent snapshot that they were read from. On another parent it is built again, with the same
 * files and fresh ledgers, if its own topic's ledger is unchanged. A cycle id that an ancestor
 * carries already is a commit that has succeeded, which settles repeated and unanswered commits.
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
   * @param update makes the update afresh on the table's current state, without committing it
   * @throws ConflictException if the table's ledger is another one; nothing is changed
   * @throws SystemFaultException if the catalog does not answer, or the outcome stays unknown; no
   *     data file is deleted
   */
  public Snapshot commit(
      @Nullable Ledger expected, Ledger planned, Function<Table, SnapshotUpdate<?>> update) {
    String since = expected == null ? null : expected.cycle();
    for (int rebuilds = 0; rebuilds < MAX_REBUILDS; rebuilds++) {
      refresh();
      Optional<Snapshot> done = committedBy(planned.cycle(), since);
      if (done.isPresent()) {
        return done.get();
      }
      TableLedgers ledgers = TableLedgers.read(table);
      Ledger found = ledgers.of(topic).orElse(null);
      if (expected == null ? found != null : found == null || !found.isAt(expected)) {
        throw conflict(expected, found);
      }
      SnapshotUpdate<?> made = update.apply(table);
      ledgers.with(topic, planned).writeTo(made);
      if (commitOn(ledgers.parent(), made, planned.cycle(), since)) {
        Optional<Snapshot> committed = lookFor(planned.cycle(), since);
        if (committed.isPresent()) {
          return committed.get();
        }
        requireNotTakenBack(planned.cycle());
      }
    }
    throw new SystemFaultException(
        "Could not commit to "
            + table.name()
            + ": other writers came first "
            + MAX_REBUILDS
            + " times. Look for a tool that commits to it without pause.");
  }

  /**
   * Commits an update that changes no position, such as a compaction, carrying every ledger forward
   * as it is at that moment.
   */
  public static void carry(Table table, Function<Table, SnapshotUpdate<?>> update) {
    for (int rebuilds = 0; rebuilds < MAX_REBUILDS; rebuilds++) {
      RetryingMetadata.refresh(table);
      TableLedgers ledgers = TableLedgers.read(table);
      SnapshotUpdate<?> made = update.apply(table);
      ledgers.writeTo(made);
      CommitAttempt attempt = CommitAttempt.of(table, ledgers.parent(), made);
      try {
        made.commit();
        return;
      } catch (CommitStateUnknownException e) {
        RetryingMetadata.refresh(table);
        if (attempt.isThere()) {
          return;
        }
        throw e;
      } catch (ValidationException | NotFoundException e) {
        // Not found: others committed faster than Iceberg's own retry could read the table.
        if (attempt.isOnCurrent()) {
          throw e;
        }
        if (attempt.isThere()) {
          return;
        }
        LOG.debug("{} moved on; the update is built again", table.name());
      }
    }
    throw new SystemFaultException(
        "Could not commit to " + table.name() + ": other writers came first each time.");
  }

  /**
   * The snapshot of the current history that a cycle committed for the topic, if it did.
   *
   * @param since where the search ends: the cycle that this one was planned behind; null searches
   *     the whole history
   */
  public Optional<Snapshot> committedBy(String cycle, @Nullable String since) {
    Snapshot found = null;
    for (Snapshot ancestor : CommitAttempt.newestFirst(table)) {
      Ledger ledger = TableLedgers.of(ancestor).get(topic);
      if (ledger == null) {
        continue;
      }
      if (ledger.cycle().equals(cycle)) {
        found = ancestor; // later snapshots carry the same ledger forward; the oldest made it
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
      LOG.debug("{} moved on; the commit of cycle {} is built again", table.name(), cycle);
      return false;
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
      // CommitStateUnknown, or a failure that Iceberg gives no name: it may be committed.
      refresh();
      if (committedBy(cycle, since).isPresent()) {
        LOG.info("The commit of cycle {} to {} had no answer, but is there", cycle, table.name());
        return true;
      }
      if (e instanceof NotFoundException && !attempt.isOnCurrent()) {
        // Others committed faster than Iceberg's own retry could read the table.
        LOG.debug("{} moved on; the commit of cycle {} is built again", table.name(), cycle);
        return false;
      }
      throw new SystemFaultException(
          "Whether cycle "
              + cycle
              + " was committed to "
              + table.name()
              + " is not known yet. Its files are kept; the next cycle asks the table again.",
          e);
    }
  }

  private void refresh() {
    SystemFaultException.wrapping(
        "The catalog did not give table " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          return table;
        });
  }

  /** What was rolled back in the moment after its commit must not be committed once more. */
  private void requireNotTakenBack(String cycle) {
    for (Snapshot snapshot : table.snapshots()) {
      Ledger ledger = TableLedgers.of(snapshot).get(topic);
      if (ledger != null && ledger.cycle().equals(cycle)) {
        throw new ConflictException(
            "Cycle "
                + cycle
                + " was committed to "
                + table.name()
                + ", but the table was rolled back at once. Start again.");
      }
    }
  }

  /** The same just behind a commit, where Iceberg may still have to read the new state. */
  private Optional<Snapshot> lookFor(String cycle, @Nullable String since) {
    return SystemFaultException.wrapping(
        "The catalog did not give table " + table.name(),
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
            + " Stop the other driver, or this one, and start again.");
  }

  private static String describe(@Nullable Ledger ledger) {
    return ledger == null ? "none" : ledger.next() + " of cycle " + ledger.cycle();
  }
}
