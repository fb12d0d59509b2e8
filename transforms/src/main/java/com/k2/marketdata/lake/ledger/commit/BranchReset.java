package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.TableLedgers;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls a table back to an earlier snapshot, by compare and set. Iceberg's own rollback retries on
 * the table's new state after a conflict, so it could remove a commit that the operator has not
 * seen.
 */
public final class BranchReset {
  private static final Logger LOG = LoggerFactory.getLogger(BranchReset.class);

  private BranchReset() {}

  /**
   * Makes {@code target} the current snapshot if {@code expected} still is.
   *
   * @throws ConflictException if the table has another current snapshot; nothing is changed
   * @throws SystemFaultException if the outcome is unknown
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
            "It is unknown whether "
                + table.name()
                + " was rolled back. Check its current snapshot, and run this again.",
            e);
      }
    }
    RetryingMetadata.refresh(table);
    LOG.info(
        "Rolled {} back from snapshot {} to snapshot {}, cycles by topic: {}",
        table.name(),
        expected,
        target,
        TableLedgers.at(table, target).cycles());
  }

  private static boolean isAt(TableMetadata metadata, long snapshot) {
    Snapshot current = metadata.currentSnapshot();
    return current != null && current.snapshotId() == snapshot;
  }

  private static ConflictException moved(Table table, Throwable cause) {
    return new ConflictException(
        table.name()
            + " has changed since this was planned: a pipeline is writing it. The table was left"
            + " unchanged. Stop the pipeline, or run this again to see the new state first.",
        cause);
  }
}
