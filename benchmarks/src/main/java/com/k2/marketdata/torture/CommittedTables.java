package com.k2.marketdata.torture;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.torture.driver.Driver;
import com.k2.marketdata.torture.driver.Job;
import com.k2.marketdata.torture.driver.LogEvent;
import com.k2.marketdata.torture.driver.Window;
import java.util.Optional;

/** Finds out from the tables which of its commits a cycle has made. */
final class CommittedTables {
  private final CatalogConfig catalog;

  CommittedTables(CatalogConfig catalog) {
    this.catalog = catalog;
  }

  /** The window of a driver, whose log has the cycle and whose tables have the commits. */
  Window windowOf(Driver driver) {
    Optional<LogEvent.Planned> planned = driver.cycle();
    if (planned.isEmpty()) {
      return Window.OUTSIDE;
    }
    Job job = driver.job();
    Exchange exchange = Exchanges.named(job.exchange(planned.get()));
    try {
      return windowOf(job, exchange, planned.get().cycle());
    } catch (RuntimeException e) {
      return Window.UNKNOWN;
    }
  }

  private Window windowOf(Job job, Exchange exchange, String cycle) {
    Window window = Window.READING;
    for (TableRole role : job.tables()) {
      Optional<Ledger> ledger = ledger(role, exchange).filter(l -> l.cycle().equals(cycle));
      if (ledger.isEmpty()) {
        return window;
      }
      window = job.openedByCommitTo(role);
      if (window == Window.SILVER_COMMITTED && !hasDeadLetters(ledger.get())) {
        return Window.ALL_COMMITTED;
      }
    }
    return window;
  }

  /** Without dead letters, a cycle does not commit to their table. */
  private static boolean hasDeadLetters(Ledger silver) {
    DeadLetterIntent intent = silver.intent();
    return intent != null && intent.cycle().equals(silver.cycle());
  }

  private Optional<Ledger> ledger(TableRole role, Exchange exchange) {
    return TableLedgers.read(catalog.open().loadTable(catalog.table(role.tableOf(exchange))))
        .of(exchange.topic());
  }
}
