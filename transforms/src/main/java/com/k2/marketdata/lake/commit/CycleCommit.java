package com.k2.marketdata.lake.commit;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.FileAppend;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.progress.TaskProgress;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Commits a cycle: first bronze; then silver, whose ledger records the dead letters; then the dead
 * letters. May run again, with the same results or with those of another attempt: commits that have
 * succeeded are recognized by the cycle id.
 */
public final class CycleCommit {
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
    plan.changes().bronze().ifPresent(change -> commitBronze(change, totals));
    plan.changes().silver().ifPresent(change -> commitSilver(change, totals));
  }

  private void commitBronze(LedgerChange change, CycleTotals totals) {
    Ledger planned =
        change
            .planned()
            .withCounts(totals.bronzeRead(), totals.bronzeRead(), 0, totals.bytes())
            .withRowSum(change.expected(), totals.bronzeSum());
    append(load(change), change, planned, totals.files(TableRole.BRONZE), () -> {});
  }

  private void commitSilver(LedgerChange change, CycleTotals totals) {
    LedgerChange ofDeadLetters = plan.changes().require(TableRole.DEAD_LETTERS);
    Table deadLetters = load(ofDeadLetters);
    Table silver = load(change);
    Ledger planned =
        change
            .planned()
            .withCounts(totals.silverRead(), totals.accepted(), totals.rejected(), totals.bytes());
    Runnable check = () -> {};
    List<DataFile> rejected = totals.files(TableRole.DEAD_LETTERS);
    if (!rejected.isEmpty()) {
      planned =
          planned.withIntent(
              new DeadLetterIntent(
                  planned.cycle(),
                  ofDeadLetters.expected().cycle(),
                  DeadLetterFiles.write(deadLetters, planned.cycle(), rejected),
                  totals.rejected()));
      check = () -> requireAsPlanned(deadLetters, ofDeadLetters.expected());
    }
    Snapshot committed = append(silver, change, planned, totals.files(TableRole.SILVER), check);
    // If an earlier attempt committed silver, its dead letters count, not those of this attempt.
    Ledger recorded = TableLedgers.of(committed).get(plan.topic());
    DeadLetterIntent intent = recorded.intent();
    if (intent != null && intent.cycle().equals(planned.cycle())) {
      new DeadLetterSync(deadLetters, plan.topic()).complete(recorded, silver);
    }
  }

  /** Silver must not record dead letters that could not be appended afterwards. */
  private void requireAsPlanned(Table deadLetters, Ledger expected) {
    Ledger found = TableLedgers.readPlanned(deadLetters).of(plan.topic()).orElse(null);
    if (found == null || !found.isAt(expected)) {
      throw new ConflictException(
          "The dead letters of "
              + plan.topic()
              + " in "
              + deadLetters.name()
              + " are no longer at cycle "
              + expected.cycle()
              + ", which this cycle was planned from: silver was rolled back, or another driver is"
              + " writing. Silver was left unchanged. Start again.");
    }
  }

  private Snapshot append(
      Table table, LedgerChange change, Ledger planned, List<DataFile> files, Runnable check) {
    Snapshot committed =
        new LedgerCommit(table, plan.topic(), plan.age())
            .commitRows(
                change.expected(),
                planned,
                current -> {
                  check.run();
                  return FileAppend.of(current, files);
                });
    TaskProgress.report();
    return committed;
  }

  private Table load(LedgerChange change) {
    return SystemFaultException.wrapping(
        "Could not load table " + change.table(),
        () -> RetryingMetadata.load(plan.catalog().open(), plan.catalog().table(change.table())));
  }
}
