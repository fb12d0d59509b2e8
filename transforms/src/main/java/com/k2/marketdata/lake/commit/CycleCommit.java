package com.k2.marketdata.lake.commit;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.FileAppend;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.ledger.LedgerCommit;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.write.TaskResult;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a cycle: first bronze; then silver, whose snapshot records the dead letters; then those.
 * May run again, on the same results or on those of another attempt: what is committed already is
 * recognised by the cycle's id.
 */
public final class CycleCommit {
  private static final Logger LOG = LoggerFactory.getLogger(CycleCommit.class);

  private final CommitPlan plan;

  public CycleCommit(CommitPlan plan) {
    this.plan = plan;
  }

  /** Checks the results against the plan and commits them, or changes nothing and throws. */
  public void commit(Iterable<TaskResult> results) {
    CycleTotals totals = CycleTotals.check(plan, results);
    if (plan.guard() != null) {
      plan.guard().check();
    }
    if (plan.bronze() != null) {
      commitBronze(totals);
    }
    if (plan.silver() != null) {
      commitSilver(totals);
    }
  }

  private void commitBronze(CycleTotals totals) {
    LedgerChange change = plan.bronze();
    Ledger planned =
        change.planned().withCounts(totals.bronzeRead(), totals.bronzeRead(), 0, totals.bytes());
    append(
        load(change.table()), change, planned, current -> FileAppend.of(current, totals.bronze()));
  }

  private void commitSilver(CycleTotals totals) {
    Table deadLetters = load(plan.deadLetters().table());
    Table silver = load(plan.silver().table());
    LedgerChange change = plan.silver();
    Ledger planned =
        change
            .planned()
            .withCounts(totals.silverRead(), totals.accepted(), totals.rejected(), totals.bytes());
    if (!totals.deadLetters().isEmpty()) {
      planned = planned.withIntent(intent(deadLetters, planned.cycle(), totals));
    }
    Snapshot committed =
        append(
            silver,
            change,
            planned,
            current -> {
              if (!totals.deadLetters().isEmpty()) {
                requireAsPlanned(deadLetters);
              }
              return FileAppend.of(current, totals.silver());
            });
    // If an earlier attempt committed silver, its dead letters count, not this attempt's.
    Ledger recorded = TableLedgers.of(committed).get(plan.topic());
    DeadLetterIntent intent = recorded.intent();
    if (intent != null && intent.cycle().equals(planned.cycle())) {
      new DeadLetterSync(deadLetters, plan.topic()).complete(recorded, silver);
    }
  }

  /** Silver must not record dead letters that their table would then refuse. */
  private void requireAsPlanned(Table deadLetters) {
    Ledger expected = plan.deadLetters().expected();
    Ledger found = TableLedgers.read(deadLetters).of(plan.topic()).orElse(null);
    if (found == null || !found.isAt(expected)) {
      throw new ConflictException(
          "The dead letters of "
              + plan.topic()
              + " in "
              + deadLetters.name()
              + " are no longer at cycle "
              + expected.cycle()
              + ", which this cycle was planned from: silver was taken back, or another driver is"
              + " at work. Nothing was changed in silver. Start again.");
    }
  }

  private DeadLetterIntent intent(Table deadLetters, String cycle, CycleTotals totals) {
    return new DeadLetterIntent(
        cycle,
        plan.deadLetters().expected().cycle(),
        DeadLetterFiles.write(deadLetters, cycle, totals.deadLetters()),
        totals.rejected());
  }

  private Snapshot append(
      Table table, LedgerChange change, Ledger planned, Function<Table, SnapshotUpdate<?>> update) {
    Snapshot snapshot =
        new LedgerCommit(table, plan.topic()).commit(change.expected(), planned, update);
    LOG.debug("Cycle {} is snapshot {} of {}", planned.cycle(), snapshot.snapshotId(), table);
    return snapshot;
  }

  private Table load(String name) {
    return SystemFaultException.wrapping(
        "The catalog did not give table " + name,
        () -> RetryingMetadata.load(plan.catalog().open(), plan.catalog().table(name)));
  }
}
