package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.SystemFaultException;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.BooleanSupplier;
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
 * One attempt at a commit: an update that is valid on one parent snapshot only, and whose snapshot
 * carries a unique mark.
 *
 * <p>The mark handles a repeated request: the first request succeeded, its response was lost, and
 * the catalog refused the repetition by a proxy or the client. Iceberg then validates the update
 * again. Without the mark, the attempt's own snapshot would look like another writer's.
 */
final class CommitAttempt {
  /** The summary key of the mark. */
  private static final String MARK = "k2.commit";

  private static final Logger LOG = LoggerFactory.getLogger(CommitAttempt.class);

  private final Table table;
  private final @Nullable Long parent;
  private final SnapshotUpdate<?> update;
  private final Runnable check;
  private final UnusedFiles unused;
  private final String mark =
      Long.toString(UUID.randomUUID().getMostSignificantBits(), Character.MAX_RADIX);

  private CommitAttempt(
      Table table, @Nullable Long parent, SnapshotUpdate<?> update, Runnable check) {
    this.table = table;
    this.parent = parent;
    this.update = update;
    this.check = check;
    this.unused = UnusedFiles.of(table, update);
  }

  /**
   * Prepares an update.
   *
   * @param parent the snapshot that it must follow; null if the table must have none
   * @param check runs inside the commit, each time that Iceberg validates it; throws a {@link
   *     K2Exception} if the update must not be committed
   */
  static CommitAttempt of(
      Table table, @Nullable Long parent, SnapshotUpdate<?> update, Runnable check) {
    CommitAttempt attempt = new CommitAttempt(table, parent, update, check);
    update.set(MARK, attempt.mark);
    update.validateWith(attempt::isValidOn);
    return attempt;
  }

  /**
   * Commits the update. No file is deleted unless the commit has succeeded.
   *
   * @param what names the update in messages
   * @param isCommitted whether the table's history, as last refreshed, contains the update
   * @return false if the table has a newer snapshot, so that the update has to be built again
   * @throws ValidationException if the update is not valid although the table is at the parent
   * @throws SystemFaultException if the catalog failed or refused the commit, or the outcome is
   *     unknown
   */
  boolean commit(String what, BooleanSupplier isCommitted) {
    try {
      update.commit();
    } catch (ValidationException e) {
      if (isOnCurrent()) {
        throw e;
      }
      return overtaken(what);
    } catch (K2Exception e) {
      throw e; // from the check: not committed
    } catch (CommitFailedException e) {
      throw new SystemFaultException(
          "The catalog refused the commit of "
              + what
              + " to "
              + table.name()
              + ": "
              + e.getMessage(),
          e);
    } catch (RuntimeException e) {
      // CommitStateUnknown, or a failure that Iceberg does not classify: it may be committed.
      return resolve(what, isCommitted, e);
    }
    unused.delete();
    return true;
  }

  private boolean resolve(String what, BooleanSupplier isCommitted, RuntimeException failure) {
    CommitRounds.refresh(table);
    if (isCommitted.getAsBoolean()) {
      LOG.info("The response to the commit of {} to {} was lost", what, table.name());
      return true;
    }
    if (failure instanceof NotFoundException && !isOnCurrent()) {
      // Others committed faster than Iceberg's own retry could read the table.
      return overtaken(what);
    }
    throw new SystemFaultException(
        "It is unknown whether "
            + what
            + " was committed to "
            + table.name()
            + ", which failed with "
            + failure
            + ". Its files are kept; the table is read again before the next attempt.",
        failure);
  }

  private boolean overtaken(String what) {
    LOG.debug("{} has a newer snapshot; {} is built again", table.name(), what);
    return false;
  }

  /** Refreshes the table, and returns whether it is still at the parent. */
  private boolean isOnCurrent() {
    CommitRounds.refresh(table);
    Snapshot current = table.currentSnapshot();
    return current == null ? parent == null : isParent(current);
  }

  private boolean isValidOn(Iterable<Snapshot> ancestry) {
    if (isIn(ancestry)) {
      throw new CommitStateUnknownException(
          new IllegalStateException("The catalog refused a commit that had succeeded before"));
    }
    check.run();
    Iterator<Snapshot> newestFirst = ancestry.iterator();
    return newestFirst.hasNext() ? isParent(newestFirst.next()) : parent == null;
  }

  private boolean isIn(Iterable<Snapshot> newestFirst) {
    for (Snapshot snapshot : newestFirst) {
      if (isParent(snapshot)) {
        return false;
      }
      if (mark.equals(snapshot.summary().get(MARK))) {
        return true;
      }
    }
    return false;
  }

  private boolean isParent(Snapshot snapshot) {
    return parent != null && snapshot.snapshotId() == parent;
  }
}
