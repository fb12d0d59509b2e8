package com.k2.marketdata.lake.ledger;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Takes a table back to an earlier snapshot, by compare and set. Iceberg's own roll-back tries
 * again on whatever the table has become meanwhile, and would take a commit back that nobody was
 * shown.
 */
public final class BranchReset {
  private BranchReset() {}

  /**
   * Makes {@code target} the current snapshot if {@code expected} still is.
   *
   * @throws ConflictException if the table has another current snapshot; nothing is changed
   * @throws SystemFaultException if whether it was done is not known
   */
  public static void reset(Table table, long expected, long target) {
    TableOperations operations = ((HasTableOperations) table).operations();
    TableMetadata base = RetryingMetadata.refresh(operations);
    if (!isAt(base, expected)) {
      throw moved(table, null);
    }
    TableMetadata updated =
        TableMetadata.buildFrom(base).setBranchSnapshot(target, SnapshotRef.MAIN_BRANCH).build();
    try {
      operations.commit(base, updated);
    } catch (CommitFailedException e) {
      throw moved(table, e);
    } catch (CommitStateUnknownException e) {
      if (!isAt(RetryingMetadata.refresh(operations), target)) {
        throw new SystemFaultException(
            "Whether " + table.name() + " went back is not known yet. Look, and run this again.",
            e);
      }
    }
    RetryingMetadata.refresh(table);
  }

  private static boolean isAt(TableMetadata metadata, long snapshot) {
    Snapshot current = metadata.currentSnapshot();
    return current != null && current.snapshotId() == snapshot;
  }

  private static ConflictException moved(Table table, Throwable cause) {
    return new ConflictException(
        table.name()
            + " has moved since it was looked at: a pipeline is writing it. Nothing was changed in"
            + " it. Stop the pipeline, or run this again to see the new state first.",
        cause);
  }
}
