package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The number of rows of a topic that a table has by K2's own account, before a commit. */
final class RowAccount {
  private RowAccount() {}

  /**
   * The number in the topic's ledger. A ledger that does not have one yet starts with the rows that
   * the table has and that are not of other topics.
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
      return 0L; // a topic that is new in the table
    }
    OptionalLong all = RowCount.of(table);
    OptionalLong others = ledgers.without(topic).rows();
    return all.isPresent() && others.isPresent() ? all.getAsLong() - others.getAsLong() : null;
  }
}
