package com.k2.marketdata.operate;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.BranchReset;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerHistory;
import com.k2.marketdata.lake.read.TopicRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/**
 * Takes silver and its dead letters, and bronze if asked, back to an earlier point: to be shown,
 * and then done. Silver goes first, since its position is what decides: whatever interrupts the
 * rest, the next start of a pipeline finds the dead letters ahead and removes them, and a bronze
 * table that is ahead only skips what it has.
 *
 * @param steps the tables that change, in the order in which they do
 * @param deadLetters how many dead letters go
 * @param notes what a person should know before
 */
public record Rollback(ExchangeLake lake, List<Step> steps, long deadLetters, List<String> notes) {

  /** One table's way back. */
  public record Step(ExchangeLake.Named table, LedgerHistory.Point from, LedgerHistory.Point to) {

    /** How many rows go, if both snapshots say how many they have. */
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
   * What going back to a point does.
   *
   * @param to a snapshot's id, an ISO-8601 time, or how long ago, such as {@code 2h}
   * @param kafka the topic, if Kafka could be asked; needed to take bronze back
   * @throws UsageException if there is no such point, or messages would be lost
   */
  public static Rollback plan(
      ExchangeLake lake, String to, boolean withBronze, Optional<TopicState> kafka, Instant now) {
    ExchangeLake.Named silver =
        lake.silver()
            .orElseThrow(
                () -> new UsageException("There is no silver table of " + lake.exchange() + "."));
    LedgerHistory history = history(silver);
    LedgerHistory.Point target = new RollbackTarget(to, now).in(history, silver.name());
    requireSameTopic(silver, history, target.ledger());
    requireDeadLetters(lake, target.ledger());
    List<Step> steps = new ArrayList<>();
    add(steps, silver, history, target);
    List<String> notes = new ArrayList<>();
    RetentionCheck cover = new RetentionCheck(lake, kafka);
    if (withBronze) {
      ExchangeLake.Named bronze =
          lake.bronze()
              .orElseThrow(
                  () -> new UsageException("There is no bronze table of " + lake.exchange() + "."));
      LedgerHistory ofBronze = history(bronze);
      LedgerHistory.Point bronzeTarget = notBeyond(bronze, ofBronze, target.ledger());
      cover.requireFrom(bronzeTarget.ledger());
      add(steps, bronze, ofBronze, bronzeTarget);
    } else {
      cover.noteForSilver(target.ledger()).ifPresent(notes::add);
    }
    return new Rollback(lake, steps, deadLettersFrom(lake, target.ledger()), notes);
  }

  /**
   * Goes back.
   *
   * @throws ConflictException if a table moved since it was shown
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
        "Could not take " + step.table().name() + " back",
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

  private static LedgerHistory history(ExchangeLake.Named table) {
    LedgerHistory history =
        SystemFaultException.wrapping(
            "Could not read the history of " + table.name(),
            () -> LedgerHistory.of(table.table(), table.topic()));
    if (history.points().isEmpty()) {
      throw new UsageException(
          table.name() + " has no position in " + table.topic() + ", so there is no way back.");
    }
    return history;
  }

  private static void requireSameTopic(
      ExchangeLake.Named silver, LedgerHistory history, Ledger target) {
    if (!history.current().orElseThrow().ledger().topicId().equals(target.topicId())) {
      throw new UsageException(
          silver.name()
              + " held the old topic then, which is gone: its id was "
              + target.topicId()
              + ". Go back to a point after the new topic was accepted.");
    }
  }

  /** What silver has counted at that point must be there, or be removable. */
  private static void requireDeadLetters(ExchangeLake lake, Ledger target) {
    if (lake.deadLetters().isPresent()
        && lake.deadLetters().get().ledger().isPresent()
        && new DeadLetterSync(lake.deadLetters().get().table(), lake.topic()).state(target)
            == DeadLetterState.BEHIND) {
      throw new HoleException(
          "Dead letters that silver had counted then are gone from "
              + lake.deadLetters().get().name()
              + ". Go back to an earlier point, from before cycle "
              + target.intent().cycle()
              + ".");
    }
  }

  /** The newest bronze that has nothing beyond silver: what it lacks is read from Kafka again. */
  private static LedgerHistory.Point notBeyond(
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
                    "No snapshot of "
                        + bronze.name()
                        + " that is kept is at or below "
                        + silver.next()
                        + ". Leave bronze as it is: silver can be made from it again with"
                        + " `k2 run silver`."));
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
