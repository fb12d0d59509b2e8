package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.maintain.Refusals;
import com.k2.marketdata.lake.maintain.Retries;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes exactly the planned snapshots from a table's metadata, and deletes no file. Iceberg's own
 * expiry would also remove ancestors of a branch that has a maximum snapshot age, main included.
 */
final class ExpiryCommit {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiryCommit.class);

  private final TableOperations operations;
  private final String table;
  private final Refusals refusals;
  private final Set<Long> snapshots;
  private final Set<String> refs;
  private final TableMetadata planned;

  /** The state that the last attempt was based on, if there was one. */
  private Optional<TableMetadata> before = Optional.empty();

  ExpiryCommit(TableOperations operations, String table, Refusals refusals, ExpiryPlan plan) {
    this.operations = operations;
    this.table = table;
    this.refusals = refusals;
    this.snapshots = plan.snapshotIds();
    this.refs = plan.refs();
    this.planned = plan.before();
  }

  /** The metadata without these snapshots, tags and branches. */
  static TableMetadata without(TableMetadata metadata, Set<Long> snapshots, Set<String> refs) {
    TableMetadata.Builder builder = TableMetadata.buildFrom(metadata);
    refs.forEach(builder::removeRef);
    return builder.removeSnapshots(snapshots).build();
  }

  /**
   * Commits, unless another run has removed the snapshots, tags and branches already.
   *
   * @return the state that the commit was based on; empty if there was nothing to commit
   * @throws MaintenanceRefusedException if the catalog does not allow it
   * @throws ConflictException if a tag or a branch refers to one of the snapshots now, or the table
   *     was rolled back
   * @throws SystemFaultException if other writers kept committing first, or the outcome is unknown
   */
  Optional<TableMetadata> commit() {
    try {
      Retries.ofCommit(operations).onlyRetryOn(CommitFailedException.class).run(any -> attempt());
    } catch (CommitFailedException e) {
      throw new SystemFaultException(
          "Could not expire snapshots of "
              + table
              + ": other writers committed first "
              + (Retries.COMMITS + 1)
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
    refusals.requireCollectable(base.properties());
    requireUnreferenced(base);
    requireNotRolledBack(base);
    TableMetadata after = requiringSameRefs(base);
    before = Optional.of(base);
    try {
      operations.commit(base, after);
    } catch (CommitFailedException e) {
      throw e; // not committed, or a repetition: the next attempt sees which
    } catch (K2Exception e) {
      throw e;
    } catch (RuntimeException e) {
      resolve(e);
    }
  }

  /**
   * The metadata after the commit. A REST catalog applies the removal to its newest state, and
   * would drop a branch or a tag that has moved to a removed snapshot, even main. Only a change of
   * a branch or a tag makes Iceberg require that it has not moved. So each is changed, and changed
   * back, in the same commit.
   */
  private TableMetadata requiringSameRefs(TableMetadata base) {
    TableMetadata.Builder builder = TableMetadata.buildFrom(base);
    base.refs()
        .forEach(
            (name, ref) -> {
              builder.setRef(name, changed(ref));
              builder.setRef(name, ref);
            });
    refs.stream().filter(name -> base.ref(name) != null).forEach(builder::removeRef);
    return builder.removeSnapshots(present(base)).build();
  }

  private static SnapshotRef changed(SnapshotRef ref) {
    SnapshotRef.Builder builder = SnapshotRef.builderFrom(ref);
    return ref.isBranch()
        ? builder.maxSnapshotAgeMs(other(ref.maxSnapshotAgeMs())).build()
        : builder.maxRefAgeMs(other(ref.maxRefAgeMs())).build();
  }

  private static long other(Long millis) {
    return millis == null || millis == Long.MAX_VALUE ? 1 : millis + 1;
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
    return present(metadata).isEmpty()
        && refs.stream().noneMatch(name -> planned.ref(name).equals(metadata.ref(name)));
  }

  /** The snapshots that are still to be removed: another run may have removed some. */
  private Set<Long> present(TableMetadata metadata) {
    return snapshots.stream()
        .filter(id -> metadata.snapshot(id) != null)
        .collect(Collectors.toSet());
  }

  /** What main needs was selected for a current snapshot that must still be in its history. */
  private void requireNotRolledBack(TableMetadata base) {
    if (planned.currentSnapshot() == null) {
      return;
    }
    long current = planned.currentSnapshot().snapshotId();
    if (base.currentSnapshot() == null
        || !SnapshotUtil.ancestorIds(base.currentSnapshot(), base::snapshot).contains(current)) {
      throw new ConflictException(
          "Snapshots of "
              + table
              + " were planned to expire when its current snapshot was "
              + current
              + ", but the table has been rolled back to an older one. Nothing was changed; run"
              + " this again.");
    }
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
        || failure instanceof UnsupportedOperationException;
  }
}
