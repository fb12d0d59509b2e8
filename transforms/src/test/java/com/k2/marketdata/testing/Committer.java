package com.k2.marketdata.testing;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.Table;

/** A process that opens the local catalog and commits cycles of its topic to the shared table. */
public final class Committer {
  private Committer() {}

  /** Arguments: the state folder, the topic, the number of cycles to commit. */
  public static void main(String[] arguments) {
    CatalogConfig catalog = LocalCatalog.in(Path.of(arguments[0]), "market_data");
    String topic = arguments[1];
    Table table = new TableSetup(catalog).ensure(DeadLetterTable.definition());
    LedgerCommit commit = new LedgerCommit(table, topic);
    Ledger ledger =
        Ledger.starting(new TopicIdentity("cluster", topic, topic), topic, 1, Map.of(0, 0L));
    commit.commit(null, ledger, Table::newAppend);
    for (int cycle = 1; cycle <= Integer.parseInt(arguments[2]); cycle++) {
      Ledger next = ledger.advancedTo(topic + cycle, cycle + 1, Map.of(0, (long) cycle));
      commit.commit(ledger, next, Table::newAppend);
      ledger = next;
    }
  }
}
