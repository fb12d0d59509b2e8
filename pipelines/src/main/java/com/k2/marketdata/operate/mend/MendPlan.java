package com.k2.marketdata.operate.mend;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.operate.ExchangeLake;
import java.util.List;

/**
 * Rebuilt ledgers for tables that have lost theirs.
 *
 * @param steps one for each such table, in the order in which they are applied
 * @param notes sentences that the operator should read before applying the plan
 */
public record MendPlan(List<Step> steps, List<String> notes) {

  /**
   * One table's ledger.
   *
   * @param snapshot the snapshot whose rows it was computed from
   */
  public record Step(ExchangeLake.Named table, Ledger ledger, long snapshot) {}

  public MendPlan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /**
   * Commits an empty snapshot with the ledger to each table. If a table fails, those before it keep
   * their ledger; running the same command again mends the others.
   *
   * @throws ConflictException if a table has changed since the plan was made
   */
  public void apply() {
    for (Step step : steps) {
      SystemFaultException.wrapping(
          "Could not commit the position of " + step.table().name(),
          () ->
              new LedgerCommit(step.table().table(), step.table().topic())
                  .commitMended(step.ledger(), step.snapshot()));
    }
  }
}
