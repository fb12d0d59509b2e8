package com.k2.marketdata.lake.ledger;

import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One attempt at a commit: an update that is valid on one parent snapshot only, and whose snapshot
 * carries a unique mark.
 *
 * <p>The mark handles a repeated request: the first request succeeded, its response was lost, and
 * the catalog refused the repetition by a proxy or the client. Iceberg then validates the update
 * again. If validation simply failed, Iceberg would delete the manifests, which the table already
 * uses.
 */
final class CommitAttempt {
  /** The summary key of the mark. */
  private static final String MARK = "k2.commit";

  private final Table table;
  private final @Nullable Long parent;
  private final String mark =
      Long.toString(UUID.randomUUID().getMostSignificantBits(), Character.MAX_RADIX);

  private CommitAttempt(Table table, @Nullable Long parent) {
    this.table = table;
    this.parent = parent;
  }

  /**
   * Prepares an update, which the caller then commits.
   *
   * @param parent the snapshot that it must follow; null if the table must have none
   */
  static CommitAttempt of(Table table, @Nullable Long parent, SnapshotUpdate<?> update) {
    CommitAttempt attempt = new CommitAttempt(table, parent);
    update.set(MARK, attempt.mark);
    update.validateWith(attempt::isValidOn);
    return attempt;
  }

  /** The snapshot that it committed, if the table's history, as last refreshed, contains it. */
  Optional<Snapshot> committed() {
    return find(newestFirst(table));
  }

  /** Refreshes the table, and returns whether it is still at the parent. */
  boolean isOnCurrent() {
    RetryingMetadata.refresh(table);
    Snapshot current = table.currentSnapshot();
    return current == null ? parent == null : isParent(current);
  }

  /** The current snapshot and its ancestors. */
  static Iterable<Snapshot> newestFirst(Table table) {
    Snapshot current = table.currentSnapshot();
    return current == null
        ? List.of()
        : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot);
  }

  private boolean isValidOn(Iterable<Snapshot> ancestry) {
    if (find(ancestry).isPresent()) {
      throw new CommitStateUnknownException(
          new IllegalStateException("The catalog refused a commit that had succeeded before"));
    }
    Iterator<Snapshot> newestFirst = ancestry.iterator();
    return newestFirst.hasNext() ? isParent(newestFirst.next()) : parent == null;
  }

  private Optional<Snapshot> find(Iterable<Snapshot> newestFirst) {
    for (Snapshot snapshot : newestFirst) {
      if (isParent(snapshot)) {
        return Optional.empty();
      }
      if (mark.equals(snapshot.summary().get(MARK))) {
        return Optional.of(snapshot);
      }
    }
    return Optional.empty();
  }

  private boolean isParent(Snapshot snapshot) {
    return parent != null && snapshot.snapshotId() == parent;
  }
}
