package com.k2.marketdata.cycle.table;

import static java.util.Objects.requireNonNull;

import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.table.TableRole;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The position that a cycle moves the ledgers to, and the rules that it judges by.
 *
 * @param cycle its id
 * @param clock its one clock value
 * @param to the next offset after it, per partition; a table that is ahead keeps its position
 * @param fingerprint identifies its rules; null if it writes only bronze
 */
public record CycleTargets(
    String cycle, long clock, Map<Integer, Long> to, @Nullable String fingerprint) {

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
                    new LedgerChange(
                        role.tableOf(scope.exchange()),
                        table.ledger(),
                        planned(role, table.ledger(), also, scope.settings().version()))),
        scope.settings().rejectLimit(),
        CycleAge.startingNow(scope.settings().maxCycleAge()),
        guard);
  }

  private Ledger planned(
      TableRole role, Ledger ledger, UnaryOperator<Ledger> also, String version) {
    Map<Integer, Long> next = new TreeMap<>(to);
    next.replaceAll((partition, offset) -> Math.max(offset, ledger.next(partition)));
    Ledger moved = ledger.advancedTo(cycle, clock, next);
    return switch (role) {
      case BRONZE -> also.apply(moved);
      case SILVER ->
          also.apply(moved).withRules(ledger, requireNonNull(fingerprint, "fingerprint"), version);
      case DEAD_LETTERS -> moved;
    };
  }
}
