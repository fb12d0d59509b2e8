package com.k2.marketdata.verify;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.verify.report.LedgerCheck;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.concurrent.TimeUnit;

/** Pins the tables of exchanges in one catalog. */
record LakePin(CatalogConfig catalog) {
  private static final int ATTEMPTS = 3;

  /** Pins again if the ledgers disagree: a rollback may have happened between two tables' pins. */
  PinnedLake pin(Exchange exchange) {
    PinnedLake lake = PinnedLake.load(catalog, exchange);
    for (int i = 1; i < ATTEMPTS && !LedgerCheck.of(lake).isEmpty(); i++) {
      pause();
      lake = PinnedLake.load(catalog, exchange);
    }
    return lake;
  }

  /**
   * Checks that the snapshots still exist; the files of an expired one may have been deleted.
   *
   * @throws SystemFaultException if a pinned snapshot has expired
   */
  void requireNotExpired(PinnedLake lake) {
    for (PinnedTable table : lake.tables().values()) {
      if (table.snapshot() != null && !table.hasSnapshot(catalog)) {
        throw new SystemFaultException(
            "Snapshot "
                + table.snapshot()
                + " of "
                + table.name()
                + " has expired since `k2 verify` started. Run it again.");
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while pinning the tables", e);
    }
  }
}
