package com.k2.marketdata.operate;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plans new positions at offsets given by the operator. A position can only move forward; the
 * skipped range is kept in the ledger permanently. Setting a partition to its current position
 * after its log lost records accepts the log as it is now, which is recorded too, as an empty
 * skipped range. A table without a ledger gets one.
 */
public final class SetPosition {
  private final ExchangeLake lake;
  private final Optional<TopicState> kafka;
  private final String why;
  private final String cycle = CycleIds.next();
  private final List<LedgerPlan.Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param kafka the topic, if Kafka is available
   * @param why the reason to record in the ledgers
   */
  public SetPosition(ExchangeLake lake, Optional<TopicState> kafka, String why) {
    this.lake = lake;
    this.kafka = kafka;
    this.why = why;
  }

  /**
   * Plans to set these tables to these offsets. May be called once.
   *
   * @param tables of the lake
   * @param next the next offset to process, per partition; other partitions do not change
   * @throws UsageException if no position would move forward, or one would be above the end of the
   *     partition
   */
  public LedgerPlan plan(List<ExchangeLake.Named> tables, SortedMap<Integer, Long> next) {
    requireInTopic(next);
    List<String> ahead = new ArrayList<>();
    for (ExchangeLake.Named table : tables) {
      Optional<Ledger> ledger = table.ledger();
      if (ledger.isPresent()) {
        advance(table, ledger.get(), next, ahead);
      } else {
        steps.add(new MissingLedger(lake, table, topic(table), why).step(next, cycle));
      }
    }
    if (steps.isEmpty() && !ahead.isEmpty()) {
      throw new UsageException(
          "A position can only move forward, and "
              + String.join("; ", ahead)
              + ". A lower position would write existing rows twice. To go back, use"
              + " `k2 rollback --exchange="
              + lake.exchange()
              + " --to=…`.");
    }
    ahead.forEach(
        position -> notes.add(position + ", above the given offset, and is not moved back."));
    startDeadLetters(tables);
    return new LedgerPlan(lake, steps, notes);
  }

  private void advance(
      ExchangeLake.Named table, Ledger ledger, SortedMap<Integer, Long> next, List<String> ahead) {
    kafka.ifPresent(
        state ->
            TopicGuard.requireSame(
                new TopicIdentity(ledger.cluster(), lake.topic(), ledger.topicId()),
                state.identity(),
                table.name() + " holds rows of"));
    SortedMap<Integer, Long> forward = new TreeMap<>();
    next.forEach(
        (partition, offset) -> {
          if (offset > ledger.next(partition)) {
            forward.put(partition, offset);
          } else if (offset == ledger.next(partition) && isOfOldEpoch(ledger, partition)) {
            forward.put(partition, offset);
            notes.add(acceptedLog(table, partition, offset));
          } else if (offset < ledger.next(partition)) {
            ahead.add(
                table.name()
                    + " is at offset "
                    + ledger.next(partition)
                    + " of partition "
                    + partition);
          }
        });
    if (forward.isEmpty()) {
      return;
    }
    Ledger after =
        withCurrentEpochs(
            ledger.advancedTo(cycle, CycleIds.clock(ledger.clock()), forward), forward);
    for (Map.Entry<Integer, Long> entry : forward.entrySet()) {
      after =
          after.withSkipped(
              new SkippedRange(
                  ledger.topicId(),
                  entry.getKey(),
                  ledger.next(entry.getKey()),
                  entry.getValue(),
                  why));
    }
    steps.add(LedgerPlan.Step.move(table, ledger, after));
    noteSkippedBronzeRows(table, ledger, forward);
  }

  private boolean isOfOldEpoch(Ledger ledger, int partition) {
    Integer then = ledger.epochs().get(partition);
    Integer now = kafka.map(state -> state.epochs().get(partition)).orElse(null);
    return then != null && now != null && !then.equals(now);
  }

  private static String acceptedLog(ExchangeLake.Named table, int partition, long offset) {
    return table.name()
        + " stays at offset "
        + offset
        + " of partition "
        + partition
        + ": messages that Kafka now has below it are never read.";
  }

  /** Records the current epochs of the partitions that were set; the others keep theirs. */
  private Ledger withCurrentEpochs(Ledger ledger, SortedMap<Integer, Long> set) {
    SortedMap<Integer, Integer> epochs = new TreeMap<>(ledger.epochs());
    kafka.ifPresent(
        state ->
            set.keySet().stream()
                .filter(state.epochs()::containsKey)
                .forEach(partition -> epochs.put(partition, state.epochs().get(partition))));
    return ledger.withEpochs(epochs);
  }

  /** Notes rows that bronze has and that silver need not skip. */
  private void noteSkippedBronzeRows(
      ExchangeLake.Named table, Ledger silver, SortedMap<Integer, Long> forward) {
    Optional<Ledger> bronze =
        lake.silver().equals(Optional.of(table))
            ? lake.bronze().flatMap(ExchangeLake.Named::ledger)
            : Optional.empty();
    forward.forEach(
        (partition, offset) -> {
          long bronzeNext = bronze.map(ledger -> ledger.next(partition)).orElse(0L);
          if (Math.min(bronzeNext, offset) > silver.next(partition)) {
            notes.add(
                "Silver would skip offsets "
                    + silver.next(partition)
                    + " to "
                    + (Math.min(bronzeNext, offset) - 1)
                    + " of partition "
                    + partition
                    + ", which bronze has. To keep them, run `k2 run silver` first.");
          }
        });
  }

  /** Dead letters follow silver automatically, but they need a ledger for that. */
  private void startDeadLetters(List<ExchangeLake.Named> tables) {
    if (lake.silver().filter(tables::contains).isEmpty()
        || lake.deadLetters().isEmpty()
        || lake.deadLetters().get().ledger().isPresent()) {
      return;
    }
    ExchangeLake.Named deadLetters = lake.deadLetters().get();
    Optional<Ledger> moved =
        steps.stream()
            .filter(step -> lake.silver().equals(Optional.of(step.table())))
            .map(LedgerPlan.Step::after)
            .findFirst();
    moved
        .or(() -> lake.silver().get().ledger())
        .ifPresent(
            silver -> {
              steps.add(MissingLedger.deadLetters(deadLetters, silver));
              if (deadLetters.table().currentSnapshot() != null) {
                notes.add(
                    deadLetters.name()
                        + " gets silver's position. Dead letters below it that the table does not"
                        + " have are given up.");
              }
            });
  }

  private TopicState topic(ExchangeLake.Named table) {
    return kafka.orElseThrow(
        () ->
            new UsageException(
                table.name()
                    + " has no position in "
                    + lake.topic()
                    + ". A new one needs the topic's id and partitions from Kafka:"
                    + " give --bootstrapServers=host:port."));
  }

  private void requireInTopic(SortedMap<Integer, Long> next) {
    if (kafka.isEmpty()) {
      notes.add(
          "Kafka was not available: whether these offsets exist was not checked, and the leader"
              + " epochs are not recorded.");
      return;
    }
    next.forEach(
        (partition, offset) -> {
          Long end = kafka.get().end().get(partition);
          if (end == null) {
            throw new UsageException(
                "Topic " + lake.topic() + " has no partition " + partition + ".");
          }
          if (offset > end) {
            throw new UsageException(
                "Partition "
                    + partition
                    + " of "
                    + lake.topic()
                    + " ends at offset "
                    + end
                    + ", so its position cannot be "
                    + offset
                    + ".");
          }
        });
  }
}
