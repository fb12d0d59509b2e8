package com.k2.marketdata.operate;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Moves positions to offsets that a person names. Forward only: what is passed over stays on record
 * in the ledger for ever. A position that is named although it is there already is let stand in the
 * log that Kafka has now, whatever that log lost; that stays on record too. A table without a
 * ledger is given one.
 */
public final class SetPosition {
  private final ExchangeLake lake;
  private final Optional<TopicState> kafka;
  private final String why;
  private final String cycle = CycleIds.next();
  private final List<LedgerPlan.Step> steps = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param kafka the topic, if Kafka could be asked
   * @param why the reason to put on record
   */
  public SetPosition(ExchangeLake lake, Optional<TopicState> kafka, String why) {
    this.lake = lake;
    this.kafka = kafka;
    this.why = why;
  }

  /**
   * What setting these tables to these offsets does.
   *
   * @param tables of the lake
   * @param next the next offset to process, per partition; others stay
   * @throws UsageException if a position would go back, or beyond what Kafka has
   */
  public LedgerPlan plan(List<ExchangeLake.Named> tables, SortedMap<Integer, Long> next) {
    requireInTopic(next);
    List<String> further = new ArrayList<>();
    for (ExchangeLake.Named table : tables) {
      Optional<Ledger> ledger = table.ledger();
      if (ledger.isPresent()) {
        advance(table, ledger.get(), next, further);
      } else {
        steps.add(new MissingLedger(lake, table, topic(table)).step(next, cycle));
      }
    }
    if (steps.isEmpty() && !further.isEmpty()) {
      throw new UsageException(
          "A position moves forward only, and "
              + String.join("; ", further)
              + ". Going back below rows that exist would make them twice: take the tables back with"
              + " `k2 rollback --exchange="
              + lake.exchange()
              + " --to=…`.");
    }
    further.forEach(table -> notes.add(table + ": left as it is."));
    startDeadLetters();
    return new LedgerPlan(lake, steps, notes);
  }

  private void advance(
      ExchangeLake.Named table,
      Ledger ledger,
      SortedMap<Integer, Long> next,
      List<String> further) {
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
          } else if (offset == ledger.next(partition) && isOfFormerEpoch(ledger, partition)) {
            forward.put(partition, offset);
            notes.add(letStand(table, partition, offset));
          } else if (offset < ledger.next(partition)) {
            further.add(
                table.name() + " is at " + ledger.next(partition) + " of partition " + partition);
          }
        });
    if (forward.isEmpty()) {
      return;
    }
    Ledger after =
        inLogsOfNow(ledger.advancedTo(cycle, CycleIds.clock(ledger.clock()), forward), forward);
    for (Map.Entry<Integer, Long> entry : forward.entrySet()) {
      after =
          after.withSkipped(
              new Ledger.Skipped(
                  ledger.topicId(),
                  entry.getKey(),
                  ledger.next(entry.getKey()),
                  entry.getValue(),
                  why));
    }
    steps.add(new LedgerPlan.Step(table, Optional.of(ledger), after));
    noteWhatBronzeHas(table, ledger, forward);
  }

  private boolean isOfFormerEpoch(Ledger ledger, int partition) {
    Integer then = ledger.epochs().get(partition);
    Integer now = kafka.map(state -> state.epochs().get(partition)).orElse(null);
    return then != null && now != null && !then.equals(now);
  }

  private static String letStand(ExchangeLake.Named table, int partition, long offset) {
    return table.name()
        + " stays at "
        + offset
        + " of partition "
        + partition
        + ": whatever Kafka has below it now, after a loss, is never read.";
  }

  /** What becomes of the other partitions is not decided here, so they keep their epochs. */
  private Ledger inLogsOfNow(Ledger ledger, SortedMap<Integer, Long> set) {
    SortedMap<Integer, Integer> epochs = new TreeMap<>(ledger.epochs());
    kafka.ifPresent(
        state ->
            set.keySet().stream()
                .filter(state.epochs()::containsKey)
                .forEach(partition -> epochs.put(partition, state.epochs().get(partition))));
    return ledger.withEpochs(epochs);
  }

  /** Silver need not skip what bronze has already. */
  private void noteWhatBronzeHas(
      ExchangeLake.Named table, Ledger silver, SortedMap<Integer, Long> forward) {
    Optional<Ledger> bronze =
        lake.silver().equals(Optional.of(table))
            ? lake.bronze().flatMap(ExchangeLake.Named::ledger)
            : Optional.empty();
    forward.forEach(
        (partition, offset) -> {
          long has = bronze.map(ledger -> ledger.next(partition)).orElse(0L);
          if (Math.min(has, offset) > silver.next(partition)) {
            notes.add(
                "Silver would skip offsets "
                    + silver.next(partition)
                    + " to "
                    + (Math.min(has, offset) - 1)
                    + " of partition "
                    + partition
                    + ", which bronze has: `k2 run silver` first keeps them.");
          }
        });
  }

  /** Dead letters follow silver by themselves, but they need a ledger to follow with. */
  private void startDeadLetters() {
    Optional<Ledger> silver =
        steps.stream()
            .filter(step -> lake.silver().equals(Optional.of(step.table())))
            .map(LedgerPlan.Step::after)
            .findFirst();
    if (silver.isPresent()
        && lake.deadLetters().isPresent()
        && lake.deadLetters().get().ledger().isEmpty()) {
      steps.add(MissingLedger.deadLetters(lake.deadLetters().get(), silver.get()));
    }
  }

  private TopicState topic(ExchangeLake.Named table) {
    return kafka.orElseThrow(
        () ->
            new UsageException(
                table.name()
                    + " has no position, and only Kafka knows which topic and partitions it needs:"
                    + " name it with --bootstrapServers=host:port."));
  }

  private void requireInTopic(SortedMap<Integer, Long> next) {
    if (kafka.isEmpty()) {
      notes.add("Kafka was not asked whether it has these offsets, nor for its logs' epochs.");
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
                    + " ends at "
                    + end
                    + ": "
                    + offset
                    + " is beyond it.");
          }
        });
  }
}
