package com.k2.marketdata.cycle;

import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.table.DeadLetterTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where a cycle takes the ledgers.
 *
 * @param cycle its id
 * @param clock its one clock value
 * @param to the next offset after it, per partition; a table that is further stays there
 */
record CycleTargets(String cycle, long clock, Map<Integer, Long> to) {

  /**
   * How to commit it to the tables that take part.
   *
   * @param further what else changes in the ledgers of bronze and silver
   */
  CommitPlan commitPlan(
      CycleScope scope,
      TradeTables tables,
      List<CommitPlan.Range> ranges,
      @Nullable TopicGuard guard,
      UnaryOperator<Ledger> further) {
    return new CommitPlan(
        scope.settings().catalog(),
        scope.topic(),
        ranges,
        change(tables.bronze(), scope.exchange().bronzeTable(), further),
        change(tables.silver(), scope.exchange().silverTable(), further),
        change(tables.deadLetters(), DeadLetterTable.NAME, UnaryOperator.identity()),
        scope.settings().rejectLimit(),
        guard);
  }

  private @Nullable LedgerChange change(
      @Nullable LedgeredTable table, String name, UnaryOperator<Ledger> further) {
    if (table == null) {
      return null;
    }
    Ledger ledger = table.ledger();
    Map<Integer, Long> next = new TreeMap<>(to);
    next.replaceAll((partition, offset) -> Math.max(offset, ledger.next(partition)));
    return new LedgerChange(name, ledger, further.apply(ledger.advancedTo(cycle, clock, next)));
  }
}
