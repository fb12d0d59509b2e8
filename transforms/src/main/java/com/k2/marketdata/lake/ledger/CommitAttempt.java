package com.k2.marketdata.lake.ledger;

import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One attempt at a commit: an update that is valid on one parent snapshot only, and whose own
 * snapshot has a mark by which it is known again.
 *
 * <p>The table may have moved on by this very update: its answer was lost, a proxy or the client
 * repeated the request, and the catalog refused that. Iceberg then asks again whether the update is
 * valid, and after a plain no it would delete the manifests, which by now are the table's.
 */
final class CommitAttempt {
  /** The summary's key of a mark that one attempt at a commit has and no other. */
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
   * Makes an update an attempt; committing it is left to the caller.
   *
   * @param parent the snapshot that it must follow; null if the table must have none
   */
  static CommitAttempt of(Table table, @Nullable Long parent, SnapshotUpdate<?> update) {
    CommitAttempt attempt = new CommitAttempt(table, parent);
    update.set(MARK, attempt.mark);
    update.validateWith(attempt::isValidOn);
    return attempt;
  }

  /** Whether its snapshot is in the table's history, as far as this object knows the table. */
  boolean isThere() {
    return isAmong(newestFirst(table));
  }

  /** Whether the table, asked anew, is still at the parent. */
  boolean isOnCurrent() {
    RetryingMetadata.refresh(table);
    Snapshot current = table.currentSnapshot();
    return current == null ? parent == null : isParent(current);
  }

  /** The current snapshot and those that it followed. */
  static Iterable<Snapshot> newestFirst(Table table) {
    Snapshot current = table.currentSnapshot();
    return current == null
        ? List.of()
        : SnapshotUtil.ancestorsOf(current.snapshotId(), table::snapshot);
  }

  private boolean isValidOn(Iterable<Snapshot> ancestry) {
    if (isAmong(ancestry)) {
      throw new CommitStateUnknownException(
          new IllegalStateException("Refused, but committed before"));
    }
    Iterator<Snapshot> newestFirst = ancestry.iterator();
    return newestFirst.hasNext() ? isParent(newestFirst.next()) : parent == null;
  }

  private boolean isAmong(Iterable<Snapshot> newestFirst) {
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
