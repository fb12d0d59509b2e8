package com.k2.marketdata.lake.maintain.orphan.reference;

import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.MaintenanceStep;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;

/**
 * An empty snapshot that makes every commit in progress start over. A driver may have been
 * suspended between the check of its cycle's age and the catalog's swap. After the fence its swap
 * fails, and the age is checked again. What is read after the fence is therefore complete for old
 * files.
 */
final class Fence {
  private Fence() {}

  /**
   * Commits a search's fence, once. A table without snapshots needs none: its first commit adds no
   * files, and a snapshot without ledgers would be a hole.
   */
  static void commit(Table table, OrphanSearch search) {
    if (table.currentSnapshot() != null) {
      new CarryCommit(table, search.fence()).commit(current -> append(current, search.run()));
    }
  }

  private static AppendFiles append(Table table, MaintenanceRun run) {
    AppendFiles empty = table.newAppend();
    run.mark(empty, MaintenanceStep.ORPHANS);
    return empty;
  }
}
