package com.k2.marketdata.operate;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerHistory;
import com.k2.marketdata.lake.ledger.commit.BranchReset;
import com.k2.marketdata.lake.read.TopicRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/**
 * Rolls back silver and its dead letters, and optionally bronze, to an earlier point. The plan is
 * shown to the operator and then applied. Silver is first, because its position decides: if the
 * rest is interrupted, the next run of a pipeline finds the dead letters ahead and removes them,
 * and a bronze table that is ahead skips the offsets that it has.
 *
 * @param steps the tables that change, in the order in which they are rolled back
 * @param deadLetters how many dead letters are removed
 * @param notes sentences that the operator should read before applying the plan
 */
public record Rollback(ExchangeLake lake, List<Step> steps, long deadLetters, List<String> notes) {

  /** One table's rollback. */
  public record Step(ExchangeLake.Named table, LedgerHistory.Point from, LedgerHistory.Point to) {

    /** How many rows are removed; empty unless both snapshots have a row count. */
    public Optional<Long> rows() {
      return total(from.snapshot())
          .flatMap(before -> total(to.snapshot()).map(after -> before - after));
    }

    private static Optional<Long> total(Snapshot snapshot) {
      return Optional.ofNullable(snapshot.summary().get(SnapshotSummary.TOTAL_RECORDS_PROP))
          .map(Long::valueOf);
    }
  }

  public Rollback {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
  }

  /**
   * Plans a rollback to a point.
   *
   * @param to a snapshot id, an ISO-8601 time, or how long ago, such as {@code 2h}
   * @param kafka the topic, if Kafka is available; required to roll bronze back
   * @throws UsageException if the point does not exist, or messages would be lost
   */
  public static Rollback plan(
      ExchangeLake lake, String to, boolean withBronze, Optional<TopicState> kafka, Instant now) {
    ExchangeLake.Named silver =
        lake.silver()
            .orElseThrow(
                () ->
                    new UsageException(
                        "Exchange " + lake.exchange() + " has no silver table to roll back."));
    LedgerHistory history = history(lake, silver);
    LedgerHistory.Point target = new RollbackTarget(to, now).in(history, silver.name());
    requireSameTopic(silver, history, target.ledger());
    requireDeadLetters(lake, target.ledger());
    List<Step> steps = new ArrayList<>();
    add(steps, silver, history, target);
    List<String> notes = new ArrayList<>();
    RetentionCheck retention = new RetentionCheck(lake, kafka);
    if (withBronze) {
      ExchangeLake.Named bronze =
          lake.bronze()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "Exchange " + lake.exchange() + " has no bronze table to roll back."));
      LedgerHistory ofBronze = history(lake, bronze);
      LedgerHistory.Point bronzeTarget = notAhead(bronze, ofBronze, target.ledger());
      retention.requireFrom(bronzeTarget.ledger());
      add(steps, bronze, ofBronze, bronzeTarget);
    } else {
      retention.noteForSilver(target.ledger()).ifPresent(notes::add);
    }
    return new Rollback(lake, steps, deadLettersFrom(lake, target.ledger()), notes);
  }

  /**
   * Rolls the tables back.
   *
   * @throws ConflictException if a table has changed since the plan was made
   */
  public void apply() {
    for (Step step : steps) {
      if (lake.silver().equals(Optional.of(step.table()))) {
        reset(step);
      }
    }
    lake.settle();
    for (Step step : steps) {
      if (lake.bronze().equals(Optional.of(step.table()))) {
        reset(step);
      }
    }
  }

  private static void reset(Step step) {
    SystemFaultException.wrapping(
        "Could not roll back " + step.table().name(),
        () -> {
          BranchReset.reset(
              step.table().table(),
              step.from().snapshot().snapshotId(),
              step.to().snapshot().snapshotId());
          return step;
        });
  }

  private static void add(
      List<Step> steps,
      ExchangeLake.Named table,
      LedgerHistory history,
      LedgerHistory.Point target) {
    LedgerHistory.Point current = history.current().orElseThrow();
    if (current.snapshot().snapshotId() != target.snapshot().snapshotId()) {
      steps.add(new Step(table, current, target));
    }
  }

  private static LedgerHistory history(ExchangeLake lake, ExchangeLake.Named table) {
    LedgerHistory history =
        SystemFaultException.wrapping(
            "Could not read the history of " + table.name(),
            () -> LedgerHistory.of(table.table(), table.topic()));
    if (history.points().isEmpty()) {
      throw new UsageException(
          table.name()
              + " has no position in "
              + table.topic()
              + ", so it cannot be rolled back."
              + lake.elsewhere());
    }
    return history;
  }

  private static void requireSameTopic(
      ExchangeLake.Named silver, LedgerHistory history, Ledger target) {
    if (!history.current().orElseThrow().ledger().topicId().equals(target.topicId())) {
      throw new UsageException(
          silver.name()
              + " held rows of the old topic (id "
              + target.topicId()
              + ") at that point, and that topic no longer exists. Choose a point after the new topic"
              + " was accepted.");
    }
  }

  /** The dead letters that silver had recorded at that point must still exist. */
  private static void requireDeadLetters(ExchangeLake lake, Ledger target) {
    if (lake.deadLetters().isPresent()
        && lake.deadLetters().get().ledger().isPresent()
        && new DeadLetterSync(lake.deadLetters().get().table(), lake.topic()).state(target)
            == DeadLetterState.BEHIND) {
      throw new HoleException(
          "Dead letters that silver had recorded at that point are missing from "
              + lake.deadLetters().get().name()
              + ". Choose an earlier point, before cycle "
              + target.intent().cycle()
              + ".");
    }
  }

  /** The newest bronze snapshot that is not ahead of silver; the rest is read from Kafka again. */
  private static LedgerHistory.Point notAhead(
      ExchangeLake.Named bronze, LedgerHistory history, Ledger silver) {
    return history
        .newest(
            point ->
                point.ledger().topicId().equals(silver.topicId())
                    && point.ledger().next().entrySet().stream()
                        .allMatch(entry -> entry.getValue() <= silver.next(entry.getKey())))
        .orElseThrow(
            () ->
                new UsageException(
                    "No remaining snapshot of "
                        + bronze.name()
                        + " has a position at or below silver's, "
                        + silver.next()
                        + ". Roll back without --bronze: `k2 run silver` then rebuilds silver from"
                        + " bronze."));
  }

  private static long deadLettersFrom(ExchangeLake lake, Ledger target) {
    Map<Integer, Long> next = target.next();
    return lake.deadLetters()
        .map(
            named ->
                SystemFaultException.wrapping(
                    "Could not read " + named.name(),
                    () ->
                        new TopicRows(named.table(), lake.topic(), target.topicId())
                            .countFrom(next)))
        .orElse(0L);
  }
}
