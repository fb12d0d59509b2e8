package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.cycle.table.CycleTargets;
import com.k2.marketdata.cycle.table.LedgeredTable;
import com.k2.marketdata.cycle.table.TradeTables;
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
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cycles that read one exchange's topic. The ranges begin at the lowest position of the tables; a
 * table that is ahead skips the offsets that it already has.
 */
public final class CyclesFromKafka extends TradeCycles {
  private static final Logger LOG = LoggerFactory.getLogger(CyclesFromKafka.class);

  private final KafkaConfig kafka;
  private final TopicInspector inspector;
  private final Supplier<CycleSteps<KafkaCyclePlan>> steps;
  private final HoleCheck holes;
  private final BlockedOffsets blocked;

  /**
   * @param openTables creates the tables if they are missing, and loads them
   * @param steps returns, when a cycle is planned, its steps
   */
  public CyclesFromKafka(
      CycleScope scope,
      KafkaConfig kafka,
      Supplier<TradeTables> openTables,
      Supplier<CycleSteps<KafkaCyclePlan>> steps) {
    this(scope, kafka, new TopicInspector(kafka), openTables, steps);
  }

  private CyclesFromKafka(
      CycleScope scope,
      KafkaConfig kafka,
      TopicInspector inspector,
      Supplier<TradeTables> openTables,
      Supplier<CycleSteps<KafkaCyclePlan>> steps) {
    super(scope, inspector, openTables, CycleSize.starting());
    this.kafka = kafka;
    this.inspector = inspector;
    this.steps = steps;
    this.holes = new HoleCheck(new KafkaTruncationCheck(kafka));
    this.blocked =
        new BlockedOffsets(scope.topic(), scope.settings().maxBlockedTime(), System::nanoTime);
  }

  @Override
  public Optional<Cycle> plan() {
    TopicState before = inspector.inspect(scope.topic());
    blocked.update(before);
    TradeTables tables = catchUp.tables(opened -> start(opened, before));
    TopicState state =
        holes.require(
            tables.positioned().stream().map(LedgeredTable::ledger).toList(),
            before,
            () -> inspector.inspect(scope.topic()));
    Ledger ledger = tables.ledger();
    long offsets = sizing.next(ledger, scope.settings().budget(ledger), state.end().size());
    List<OffsetRange> picked =
        RangePlanner.pick(tables.positions(), catchUp.end(state.end()), offsets);
    if (picked.isEmpty()) {
      if (scope.settings().once()) {
        blocked
            .any()
            .ifPresent(sentence -> LOG.warn("{} ends with unread messages: {}", name(), sentence));
      }
      return Optional.empty();
    }
    sizing.announce(ledger, tables.positions(), picked);
    return Optional.of(plan(tables, state, picked));
  }

  @Override
  public Optional<String> warning() {
    return blocked.tooLong();
  }

  @Override
  OptionalLong blockedOffsets() {
    return OptionalLong.of(blocked.total());
  }

  private void start(TradeTables tables, TopicState state) {
    Optional<Ledger> known = tables.known();
    known.ifPresent(
        ledger ->
            TopicGuard.requireSame(
                new TopicIdentity(ledger.cluster(), scope.topic(), ledger.topicId()),
                state.identity(),
                "the tables' position is of"));
    Map<Integer, Long> first =
        known
            .<Map<Integer, Long>>map(Ledger::first)
            .orElseGet(() -> beginning(scope.settings().startingOffsets(), state));
    tables.recordMaxCycleAge(scope.settings().maxCycleAge());
    tables.startAt(
        Ledger.starting(state.identity(), CycleIds.next(), CycleIds.clock(0), first)
            .withEpochs(state.epochs()));
  }

  private static Map<Integer, Long> beginning(StartingOffsets offsets, TopicState state) {
    return offsets == StartingOffsets.EARLIEST ? state.start() : state.end();
  }

  private Cycle plan(TradeTables tables, TopicState state, List<OffsetRange> picked) {
    List<OffsetRange> cut = picked;
    for (LedgeredTable table : tables.positioned()) {
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
        tasks.stream()
            .flatMap(List::stream)
            .map(range -> planned(tables, range.offsets()))
            .toList();
    CycleSteps<KafkaCyclePlan> planned = steps.get();
    CycleTargets targets =
        new CycleTargets(CycleIds.next(), tables.nextClock(), to, planned.fingerprint());
    KafkaCyclePlan plan =
        new KafkaCyclePlan(
            kafka,
            new ReadOffsetRanges.Settings(
                state.identity(), targets.clock(), scope.settings().readTimeout()),
            tasks,
            tables.forTasks(),
            scope.stamp(targets.clock()),
            targets.commitPlan(
                scope,
                tables,
                ranges,
                new TopicGuard(kafka, state.identity()),
                // HoleCheck has confirmed these epochs for all partitions, not only those read.
                ledger -> ledger.withEpochs(state.epochs())));
    return new PlannedCycle(
        targets.cycle(),
        scope.topic(),
        picked,
        tasks.size(),
        pipeline -> planned.build().accept(pipeline, plan));
  }

  private static CommitPlan.Range planned(TradeTables tables, OffsetRange range) {
    return new CommitPlan.Range(
        range.from(),
        range.to(),
        takes(tables.tables().bronze(), range),
        takes(tables.tables().silver(), range));
  }

  private static boolean takes(Optional<LedgeredTable> table, OffsetRange range) {
    return table.filter(t -> range.from() >= t.ledger().next(range.partition())).isPresent();
  }
}
