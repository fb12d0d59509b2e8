package com.k2.marketdata.operate;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerCommit;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Table;

/**
 * New positions for the tables of an exchange: to be shown, and then made.
 *
 * @param steps one for each table that changes, in the order in which they are made
 * @param notes what a person should know before
 */
public record LedgerPlan(ExchangeLake lake, List<Step> steps, List<String> notes) {

  /**
   * One table's change.
   *
   * @param before empty for a table that has no ledger yet
   */
  public record Step(ExchangeLake.Named table, Optional<Ledger> before, Ledger after) {}

  public LedgerPlan {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /**
   * Makes the changes, each an empty snapshot that carries the new ledger. Tables that were changed
   * already when a later one fails stay so; the same command goes on from there.
   *
   * @throws ConflictException if a table's position is no longer the one that was shown
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
