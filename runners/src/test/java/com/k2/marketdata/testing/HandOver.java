package com.k2.marketdata.testing;

import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.DeadLetterTable;
import java.nio.file.Path;

/** How far messages have come from bronze to silver to the dead letters. */
public enum HandOver {
  /** Bronze has messages that silver has not judged. */
  BRONZE_AHEAD,

  /** Silver has committed dead letters that are not in their table. */
  DEAD_LETTERS_PENDING,

  /** All tables have the same position. */
  COMPLETE;

  /** Reads the ledgers of a topic in the tables of a state folder, which no driver is changing. */
  public static HandOver in(Path state, PublishedTrades published) {
    Tables tables = Tables.of(state);
    Ledger bronze = ledger(tables, published.exchange().bronzeTable(), published);
    Ledger silver = ledger(tables, published.exchange().silverTable(), published);
    DeadLetterState deadLetters =
        new DeadLetterSync(tables.table(DeadLetterTable.NAME), published.topic()).state(silver);
    if (deadLetters == DeadLetterState.PENDING) {
      return DEAD_LETTERS_PENDING;
    }
    return bronze.next().equals(silver.next()) ? COMPLETE : BRONZE_AHEAD;
  }

  private static Ledger ledger(Tables tables, String table, PublishedTrades published) {
    return TableLedgers.read(tables.table(table)).of(published.topic()).orElseThrow();
  }
}
