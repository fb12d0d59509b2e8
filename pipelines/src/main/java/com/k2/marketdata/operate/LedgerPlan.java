package com.k2.marketdata.operate;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Snapshot;
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
   * @param counted the snapshot whose rows of the topic {@code after} has counted, which must still
   *     be current; empty if no rows were counted
   */
  public record Step(
      ExchangeLake.Named table, Optional<Ledger> before, Ledger after, OptionalLong counted) {

    /** Moves the position of a table. */
    static Step move(ExchangeLake.Named table, Ledger before, Ledger after) {
      return new Step(table, Optional.of(before), after, OptionalLong.empty());
    }

    /**
     * Gives a table a position that it does not have.
     *
     * @param rows the number of rows of the topic in the table's current snapshot
     */
    static Step start(ExchangeLake.Named table, Ledger after, long rows) {
      Snapshot current = table.table().currentSnapshot();
      // Without rows and beside positions of other topics, their writers may go on meanwhile.
      boolean counts =
          current != null && (rows > 0 || TableLedgers.read(table.table()).byTopic().isEmpty());
      return counts
          ? new Step(
              table,
              Optional.empty(),
              after.withRowCount(rows),
              OptionalLong.of(current.snapshotId()))
          : new Step(table, Optional.empty(), after, OptionalLong.empty());
    }

    private void commit() {
      LedgerCommit commit = new LedgerCommit(table.table(), table.topic());
      if (counted.isPresent()) {
        commit.commitMended(after, counted.getAsLong());
      } else {
        commit.commit(before.orElse(null), after, Table::newAppend);
      }
    }
  }

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
          () -> {
            step.commit();
            return step;
          });
    }
  }
}
