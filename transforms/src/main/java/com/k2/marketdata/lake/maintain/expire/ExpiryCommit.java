package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.Tasks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes exactly the planned snapshots from a table's metadata, and deletes no file. Iceberg's own
 * expiry would also remove ancestors of a branch that has a maximum snapshot age, main included.
 */
final class ExpiryCommit {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiryCommit.class);
  private static final int RETRIES = 20;
  private static final int MIN_WAIT_MILLIS = 100;
  private static final int MAX_WAIT_MILLIS = 5_000;
  private static final int TOTAL_MILLIS = 300_000;

  private final TableOperations operations;
  private final String table;
  private final Set<Long> snapshots;
  private final Set<String> refs;
  private final TableMetadata planned;

  /** The state that the last attempt was based on. */
  private TableMetadata before;

  ExpiryCommit(TableOperations operations, String table, ExpiryPlan plan) {
    this.operations = operations;
    this.table = table;
    this.snapshots = plan.snapshotIds();
    this.refs = plan.refs();
    this.planned = plan.before();
    this.before = planned;
  }

  /** The metadata without these snapshots, tags and branches. */
  static TableMetadata without(TableMetadata metadata, Set<Long> snapshots, Set<String> refs) {
    TableMetadata.Builder builder = TableMetadata.buildFrom(metadata);
    refs.forEach(builder::removeRef);
    return builder.removeSnapshots(snapshots).build();
  }

  /**
   * Commits, unless the snapshots are gone already.
   *
   * @return the state right before the commit
   * @throws MaintenanceRefusedException if the catalog does not allow it
   * @throws ConflictException if a tag or a branch refers to one of the snapshots now
   * @throws SystemFaultException if other writers kept committing first, or the outcome is unknown
   */
  TableMetadata commit() {
    try {
      Tasks.foreach(operations)
          .retry(RETRIES)
          .exponentialBackoff(MIN_WAIT_MILLIS, MAX_WAIT_MILLIS, TOTAL_MILLIS, 2)
          .onlyRetryOn(CommitFailedException.class)
          .run(any -> attempt());
    } catch (CommitFailedException e) {
      throw new SystemFaultException(
          "Could not expire snapshots of "
              + table
              + ": other writers committed first "
              + (RETRIES + 1)
              + " times. Nothing was deleted.",
          e);
    }
    return before;
  }

  private void attempt() {
    TableMetadata base = refreshed();
    if (isDone(base)) {
      // By an attempt whose response was lost and whose repetition was refused, or by another run.
      LOG.info("The snapshots of {} that should expire are gone already", table);
      return;
    }
    requireUnreferenced(base);
    before = base;
    try {
      operations.commit(base, without(base, snapshots, refs));
    } catch (CommitFailedException e) {
      throw e; // not committed, or a repetition: the next attempt sees which
    } catch (RuntimeException e) {
      resolve(e);
    }
  }

  private void resolve(RuntimeException failure) {
    if (isDone(refreshed())) {
      LOG.info("The response to the expiry of snapshots of {} was lost", table);
      return;
    }
    if (isRefusal(failure)) {
      throw new MaintenanceRefusedException(
          "The catalog refused to expire snapshots of "
              + table
              + ": "
              + failure.getMessage()
              + ". Nothing was deleted. If the catalog maintains the table itself, leave out the"
              + " step expire.",
          failure);
    }
    throw new SystemFaultException(
        "It is unknown whether snapshots of "
            + table
            + " have expired. None of its files was deleted; run this again.",
        failure);
  }

  private TableMetadata refreshed() {
    return SystemFaultException.wrapping(
        "Could not load table " + table, () -> RetryingMetadata.refresh(operations));
  }

  private boolean isDone(TableMetadata metadata) {
    return snapshots.stream().allMatch(snapshot -> metadata.snapshot(snapshot) == null);
  }

  /** Removing a snapshot would also remove its tags and branches. */
  private void requireUnreferenced(TableMetadata base) {
    for (Map.Entry<String, SnapshotRef> ref : base.refs().entrySet()) {
      boolean isExpired = refs.contains(ref.getKey());
      if (isExpired
          ? !ref.getValue().equals(planned.ref(ref.getKey()))
          : snapshots.contains(ref.getValue().snapshotId())) {
        throw new ConflictException(
            "Snapshots of "
                + table
                + " were planned to expire, but "
                + ref.getKey()
                + " refers to snapshot "
                + ref.getValue().snapshotId()
                + " now. Nothing was changed; run this again.");
      }
    }
  }

  private static boolean isRefusal(RuntimeException failure) {
    return failure instanceof ForbiddenException
        || failure instanceof NotAuthorizedException
        || failure instanceof BadRequestException
        || failure instanceof UnprocessableEntityException
        || failure instanceof ValidationException
        || failure instanceof UnsupportedOperationException
        || failure instanceof IllegalArgumentException;
  }
}
