package com.k2.marketdata.cycle;

import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.KafkaTruncationCheck;
import com.k2.marketdata.kafka.NumberedRange;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.ReadOffsetRanges;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.options.CycleOptions.StartingOffsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.iceberg.Snapshot;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cycles that read one exchange's topic. The ranges begin at the lowest position of the tables; a
 * table that is further skips what it has.
 */
public final class CyclesFromKafka implements ExchangeCycles {
  private final CycleScope scope;
  private final KafkaConfig kafka;
  private final Supplier<TradeTables> openTables;
  private final BiConsumer<Pipeline, KafkaCyclePlan> steps;
  private final TopicInspector inspector;
  private final HoleCheck holes;
  private @Nullable TradeTables tables;
  private boolean positionsKnown;
  private SortedMap<Integer, Long> end = new TreeMap<>();
  private @Nullable SortedMap<Integer, Long> endAtStart;

  /**
   * @param openTables makes sure that the tables are there and gives them
   * @param steps adds a cycle's steps to an empty pipeline
   */
  public CyclesFromKafka(
      CycleScope scope,
      KafkaConfig kafka,
      Supplier<TradeTables> openTables,
      BiConsumer<Pipeline, KafkaCyclePlan> steps) {
    this.scope = scope;
    this.kafka = kafka;
    this.openTables = openTables;
    this.steps = steps;
    this.inspector = new TopicInspector(kafka);
    this.holes = new HoleCheck(new KafkaTruncationCheck(kafka));
  }

  @Override
  public String name() {
    return scope.name();
  }

  @Override
  public Optional<Cycle> plan() {
    TopicState state = inspector.inspect(scope.topic());
    if (tables == null) {
      tables = openTables.get();
    }
    if (!positionsKnown) {
      learnPositions(state);
    }
    SortedMap<Integer, Long> from = tables.positions();
    holes.require(tables.ledgered().stream().map(LedgeredTable::ledger).toList(), state);
    if (scope.settings().once() && endAtStart == null) {
      endAtStart = state.end();
    }
    end = endAtStart == null ? state.end() : endAtStart;
    List<OffsetRange> picked =
        RangePlanner.pick(from, end, scope.settings().budget(tables.ledger()));
    return picked.isEmpty() ? Optional.empty() : Optional.of(plan(state, picked));
  }

  @Override
  public CycleReport confirm(Cycle cycle, Map<String, Long> counters) {
    List<Snapshot> snapshots = tables.confirm(cycle.id());
    inspector.publishPosition(scope.group(), scope.topic(), tables.positions());
    return CycleReport.of(cycle, tables.ledger(), snapshots, counters, tables.lag(end));
  }

  @Override
  public void forget() {
    tables = null;
    positionsKnown = false;
  }

  @Override
  public void close() {
    inspector.close();
  }

  private void learnPositions(TopicState state) {
    Ledger any = tables.known();
    if (any != null) {
      TopicGuard.requireSame(
          new TopicIdentity(any.cluster(), scope.topic(), any.topicId()),
          state.identity(),
          "the tables' position is of");
    }
    Map<Integer, Long> first =
        any != null ? any.first() : beginning(scope.settings().startingOffsets(), state);
    tables.startAt(
        Ledger.starting(state.identity(), CycleIds.next(), CycleIds.clock(0), first)
            .withEpochs(state.epochs()));
    positionsKnown = true;
  }

  private static Map<Integer, Long> beginning(StartingOffsets offsets, TopicState state) {
    return offsets == StartingOffsets.EARLIEST ? state.start() : state.end();
  }

  private Cycle plan(TopicState state, List<OffsetRange> picked) {
    List<OffsetRange> cut = picked;
    for (LedgeredTable table : tables.ledgered()) {
      cut =
          cut.stream()
              .flatMap(
                  range ->
                      RangePlanner.cutAt(range, table.ledger().next(range.partition())).stream())
              .toList();
    }
    List<List<NumberedRange>> tasks =
        RangePlanner.share(cut, scope.settings().tasks(RangePlanner.length(cut)));
    Map<Integer, Long> to = new TreeMap<>();
    picked.forEach(range -> to.put(range.partition(), range.to()));
    List<CommitPlan.Range> ranges =
        tasks.stream().flatMap(List::stream).map(range -> planned(range.offsets())).toList();
    CycleTargets moves = new CycleTargets(CycleIds.next(), tables.nextClock(), to);
    KafkaCyclePlan plan =
        new KafkaCyclePlan(
            kafka,
            new ReadOffsetRanges.Settings(
                state.identity(), moves.clock(), scope.settings().readTimeout()),
            tasks,
            tables.forTasks(),
            scope.stamp(moves.clock()),
            moves.commitPlan(
                scope,
                tables,
                ranges,
                new TopicGuard(kafka, state.identity()),
                // All positions were found to be in these epochs' logs, also those that stay.
                ledger -> ledger.withEpochs(state.epochs())));
    return new PlannedCycle(
        moves.cycle(),
        PlannedCycle.describe(picked),
        tasks.size(),
        pipeline -> steps.accept(pipeline, plan));
  }

  private CommitPlan.Range planned(OffsetRange range) {
    return new CommitPlan.Range(
        range.from(), range.to(), takes(tables.bronze(), range), takes(tables.silver(), range));
  }

  private static boolean takes(@Nullable LedgeredTable table, OffsetRange range) {
    return table != null && range.from() >= table.ledger().next(range.partition());
  }
}
