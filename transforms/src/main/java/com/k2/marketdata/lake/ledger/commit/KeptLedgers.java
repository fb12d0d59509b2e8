package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.ledger.RowCount;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a table's ledgers, and protects them from other tools. A tool that compacts the table
 * commits a snapshot without ledgers; when it then expires the older snapshots, the ledgers are
 * lost. Therefore, if the current snapshot has no ledgers, a read commits an anchor: an empty
 * snapshot with the ledgers of the newest ancestor that has any. If no ancestor has any, the anchor
 * has the ledgers of the last read, provided that the table still has as many rows. Not
 * thread-safe.
 */
public final class KeptLedgers {
  private static final Logger LOG = LoggerFactory.getLogger(KeptLedgers.class);

  private final Table table;
  private @Nullable LastRead lastRead;

  /** What the last read found: the table's id, its ledgers, and the number of its rows. */
  private record LastRead(UUID table, TableLedgers ledgers, OptionalLong rows) {}

  public KeptLedgers(Table table) {
    this.table = table;
  }

  /** Takes over the last read of the same table from before it was loaded again. */
  public void inherit(KeptLedgers earlier) {
    if (earlier.lastRead != null && earlier.lastRead.table().equals(table.uuid())) {
      lastRead = earlier.lastRead;
    }
  }

  /**
   * Refreshes the table, commits an anchor if it needs one, and returns the ledgers of all topics.
   *
   * @throws HoleException if the table has snapshots, but its ledgers are lost
   */
  public TableLedgers read() {
    RetryingMetadata.refresh(table);
    Snapshot current = table.currentSnapshot();
    if (current != null && TableLedgers.of(current).isEmpty()) {
      if (TableLedgers.read(table).byTopic().isEmpty()) {
        restore();
      } else {
        LOG.info("{} has a newer snapshot of another tool; anchoring the position", table.name());
        new CarryCommit(table, anchorId()).commit(Table::newAppend);
      }
      RetryingMetadata.refresh(table);
    }
    TableLedgers ledgers = TableLedgers.read(table);
    lastRead = new LastRead(table.uuid(), ledgers, RowCount.of(table));
    return ledgers;
  }

  private void restore() {
    requireSameRows();
    LOG.warn(
        "Another tool expired the snapshots of {} that had its position; restoring it as last read,"
            + " since the table still has {} rows",
        table.name(),
        lastRead.rows().getAsLong());
    new CarryCommit(table, anchorId()).commit(any -> toRestore(), Table::newAppend);
  }

  /** The ledgers of the last read, for a commit on the table's current snapshot. */
  private TableLedgers toRestore() {
    TableLedgers found = TableLedgers.read(table);
    if (!found.byTopic().isEmpty()) {
      return found; // another driver has restored them
    }
    requireSameRows();
    return new TableLedgers(found.parent(), lastRead.ledgers().byTopic());
  }

  private void requireSameRows() {
    if (lastRead == null || lastRead.ledgers().byTopic().isEmpty()) {
      throw new HoleException(
          "Table "
              + table.name()
              + " has snapshots but no position, so it is unknown which offsets its rows cover. If"
              + " K2 wrote them, rebuild the position from the rows with `k2 ledger mend"
              + " --exchange=…`, or set it with `k2 ledger set`; otherwise use another table or"
              + " namespace.");
    }
    OptionalLong rows = RowCount.of(table);
    if (rows.isEmpty() || !rows.equals(lastRead.rows())) {
      throw new HoleException(
          "Another tool expired the snapshots of "
              + table.name()
              + " that had its position. When the position was last read, the table had "
              + describe(lastRead.rows())
              + " rows; now it has "
              + describe(rows)
              + ", so it is unknown which offsets they cover. Rebuild the position from the"
              + " rows with `k2 ledger mend --exchange=…`, roll the table back to a snapshot with"
              + " the position if the tool still has one, or set the position with `k2 ledger"
              + " set`.");
    }
  }

  private static String describe(OptionalLong rows) {
    return rows.isPresent() ? Long.toString(rows.getAsLong()) : "an unknown number of";
  }

  private static String anchorId() {
    return "anchor-" + UUID.randomUUID();
  }
}
