package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import org.apache.iceberg.Table;

/** The dead-letter table with a ledger of topic {@code a} at its start, and no rows. */
record StartedTable(TestLake lake, Table table) {
  static final String NAME = DeadLetterTable.NAME;
  static final String PARTITION = "dlq_date=2026-01-01/bronze_source=b";
  static final Ledger START = Ledgers.starting("a", 1);

  static StartedTable in(Path folder) {
    TestLake lake = TestLake.in(folder);
    Table table = lake.ensure(DeadLetterTable.definition());
    new LedgerCommit(table, "a").commit(null, START, Table::newAppend);
    return new StartedTable(lake, table);
  }
}
