package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowCount;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The number of rows of a topic in a table before a commit, as recorded in its ledgers. */
final class RowAccount {
  private RowAccount() {}

  /**
   * The number in the topic's ledger. If the ledger has none yet, the number of all rows in the
   * table, less those of other topics.
   *
   * @param ledgers the table's ledgers at its current snapshot
   * @param planned the ledger that the commit writes
   * @return null if it is unknown
   */
  static @Nullable Long before(Table table, TableLedgers ledgers, String topic, Ledger planned) {
    Ledger found = ledgers.byTopic().get(topic);
    if (found != null && found.rows() != null) {
      return found.rows();
    }
    if (found == null && !ledgers.byTopic().isEmpty() && planned.first().equals(planned.next())) {
      return 0L; // the topic is new in the table
    }
    OptionalLong all = RowCount.of(table);
    OptionalLong others = ledgers.without(topic).rows();
    return all.isPresent() && others.isPresent() ? all.getAsLong() - others.getAsLong() : null;
  }
}
