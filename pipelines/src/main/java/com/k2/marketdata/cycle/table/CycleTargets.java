package com.k2.marketdata.cycle.table;

import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.table.TableRole;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The position that a cycle moves the ledgers to.
 *
 * @param cycle its id
 * @param clock its one clock value
 * @param to the next offset after it, per partition; a table that is ahead keeps its position
 */
public record CycleTargets(String cycle, long clock, Map<Integer, Long> to) {

  /**
   * The plan of the cycle's commit to these tables.
   *
   * @param also other changes to the ledgers of bronze and silver
   */
  public CommitPlan commitPlan(
      CycleScope scope,
      TradeTables tables,
      List<CommitPlan.Range> ranges,
      @Nullable TopicGuard guard,
      UnaryOperator<Ledger> also) {
    return new CommitPlan(
        scope.settings().catalog(),
        scope.topic(),
        ranges,
        tables
            .tables()
            .mapWithRole(
                (role, table) ->
                    change(
                        role.tableOf(scope.exchange()),
                        table.ledger(),
                        role == TableRole.DEAD_LETTERS ? UnaryOperator.identity() : also)),
        scope.settings().rejectLimit(),
        guard);
  }

  private LedgerChange change(String table, Ledger ledger, UnaryOperator<Ledger> also) {
    Map<Integer, Long> next = new TreeMap<>(to);
    next.replaceAll((partition, offset) -> Math.max(offset, ledger.next(partition)));
    return new LedgerChange(table, ledger, also.apply(ledger.advancedTo(cycle, clock, next)));
  }
}
