package com.k2.marketdata.operate;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * New positions for the tables of an exchange. The plan is shown to the operator and then applied.
 *
 * @param steps one for each table that changes, in the order in which they are applied
 * @param notes sentences that the operator should read before applying the plan
 */
public record LedgerPlan(ExchangeLake lake, List<Step> steps, List<String> notes) {

  /**
   * One table's change.
   *
   * @param before the table's ledger; empty if it has none
   */
  public record Step(ExchangeLake.Named table, Optional<Ledger> before, Ledger after) {}

  public LedgerPlan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /**
   * Commits an empty snapshot with the new ledger to each table. If a table fails, those before it
   * keep their new position; running the same command again completes the change.
   *
   * @throws ConflictException if a table's position has changed since the plan was made
   */
  public void apply() {
    lake.settle();
    for (Step step : steps) {
      SystemFaultException.wrapping(
          "Could not set the position of " + step.table().name(),
          () ->
              new LedgerCommit(step.table().table(), lake.topic())
                  .commit(step.before().orElse(null), step.after(), Table::newAppend));
    }
  }
}
