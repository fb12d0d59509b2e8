package com.k2.marketdata.pipeline;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.kafka.NumberedRange;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.ReadOffsetRanges;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.CommitPlan;
import com.k2.marketdata.lake.CycleTables;
import com.k2.marketdata.lake.DeadLetterTable;
import com.k2.marketdata.lake.Ledger;
import com.k2.marketdata.lake.LedgerChange;
import com.k2.marketdata.lake.WriteStamp;
import com.k2.marketdata.pipeline.options.CycleOptions.StartingOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
final class KafkaCycles implements ExchangeCycles {
  private final String pipeline;
  private final Exchange exchange;
  private final String topic;
  private final CycleSettings settings;
  private final Supplier<TradeTables> openTables;
  private final BiConsumer<Pipeline, KafkaCyclePlan> steps;
  private final TopicInspector inspector;
  private @Nullable TradeTables tables;
  private boolean known;
  private SortedMap<Integer, Long> latest = new TreeMap<>();
  private @Nullable SortedMap<Integer, Long> end;

  /**
   * @param openTables makes sure that the tables are there and gives them
   * @param steps adds a cycle's steps to an empty pipeline
   */
  KafkaCycles(
      String pipeline,
      Exchange exchange,
      String topic,
      CycleSettings settings,
      Supplier<TradeTables> openTables,
      BiConsumer<Pipeline, KafkaCyclePlan> steps) {
    this.pipeline = pipeline;
    this.exchange = exchange;
    this.topic = topic;
    this.settings = settings;
    this.openTables = openTables;
    this.steps = steps;
    this.inspector = new TopicInspector(settings.kafka());
  }

  @Override
  public String name() {
    return pipeline + "-" + exchange.name();
  }

  @Override
  public Optional<Cycle> plan() {
    if (tables == null) {
      tables = openTables.get();
    }
    TopicState state = inspector.inspect(topic);
    if (!known) {
      learnPositions(state);
    }
    SortedMap<Integer, Long> from = lowestPositions();
    HoleCheck.require(newestLedger(), from, state);
    latest = state.end();
    if (settings.once() && end == null) {
      end = state.end();
    }
    Map<Integer, Long> until = end == null ? state.end() : end;
    List<OffsetRange> picked = RangePlanner.pick(from, until, settings.budget(newestLedger()));
    return picked.isEmpty() ? Optional.empty() : Optional.of(plan(state.identity(), picked));
  }

  @Override
  public CycleReport confirm(Cycle cycle, Map<String, Long> counters) {
    List<Snapshot> snapshots = new ArrayList<>();
    for (LedgeredTable table : ledgered()) {
      snapshots.add(table.confirm(cycle.id()));
    }
    if (tables.deadLetters() != null) {
      tables.deadLetters().committed(cycle.id()).ifPresent(snapshots::add);
    }
    SortedMap<Integer, Long> next = lowestPositions();
    inspector.publishPosition("k2-" + name(), topic, next);
    return CycleReport.of(cycle, newestLedger(), snapshots, counters, lag(next));
  }

  @Override
  public void forget() {
    known = false;
  }

  @Override
  public void close() {
    inspector.close();
  }

  private void learnPositions(TopicState state) {
    Ledger any = tables.known();
    if (any != null) {
      TopicGuard.requireSame(
          new TopicIdentity(any.cluster(), topic, any.topicId()), state.identity(), "K2 read");
    }
    Map<Integer, Long> first =
        any != null
            ? any.first()
            : settings.startingOffsets() == StartingOffsets.EARLIEST ? state.start() : state.end();
    tables.startAt(Ledger.starting(state.identity(), CycleIds.next(), CycleIds.clock(0), first));
    known = true;
  }

  private List<LedgeredTable> ledgered() {
    List<LedgeredTable> all = new ArrayList<>();
    if (tables.bronze() != null) {
      all.add(tables.bronze());
    }
    if (tables.silver() != null) {
      all.add(tables.silver());
    }
    return all;
  }

  private SortedMap<Integer, Long> lowestPositions() {
    SortedMap<Integer, Long> lowest = new TreeMap<>();
    for (LedgeredTable table : ledgered()) {
      Ledger ledger = table.ledger();
      ledger.next().forEach((partition, next) -> lowest.merge(partition, next, Math::min));
    }
    for (LedgeredTable table : ledgered()) {
      lowest.replaceAll((partition, next) -> Math.min(next, table.ledger().next(partition)));
    }
    return lowest;
  }

  private Ledger newestLedger() {
    return tables.silver() != null ? tables.silver().ledger() : tables.bronze().ledger();
  }

  private Cycle plan(TopicIdentity identity, List<OffsetRange> picked) {
    List<OffsetRange> cut = picked;
    for (LedgeredTable table : ledgered()) {
      cut =
          cut.stream()
              .flatMap(
                  range ->
                      RangePlanner.cutAt(range, table.ledger().next(range.partition())).stream())
              .toList();
    }
    List<List<NumberedRange>> tasks =
        RangePlanner.share(cut, settings.parallelism(), settings.minRecordsPerTask());
    String cycle = CycleIds.next();
    long clock = CycleIds.clock(newestClock());
    KafkaCyclePlan plan =
        new KafkaCyclePlan(
            cycle,
            settings.kafka(),
            new ReadOffsetRanges.Settings(identity, clock, settings.readTimeout()),
            tasks,
            cycleTables(),
            stamp(clock),
            commitPlan(identity, cycle, clock, picked, tasks));
    return new KafkaCycle(plan, picked, steps);
  }

  private WriteStamp stamp(long clock) {
    return new WriteStamp(
        clock,
        exchange.name().toUpperCase(Locale.ROOT),
        exchange.bronzeTable(),
        settings.version());
  }

  private long newestClock() {
    return ledgered().stream().mapToLong(table -> table.ledger().clock()).max().orElse(0);
  }

  private CycleTables cycleTables() {
    return new CycleTables(
        target(tables.bronze()),
        target(tables.silver()),
        tables.deadLetters() == null ? null : tables.deadLetters().table());
  }

  private static CycleTables.@Nullable Target target(@Nullable LedgeredTable table) {
    return table == null ? null : new CycleTables.Target(table.table(), table.ledger().next());
  }

  private CommitPlan commitPlan(
      TopicIdentity identity,
      String cycle,
      long clock,
      List<OffsetRange> picked,
      List<List<NumberedRange>> tasks) {
    Map<Integer, Long> to = new TreeMap<>();
    picked.forEach(range -> to.put(range.partition(), range.to()));
    List<CommitPlan.Range> ranges =
        tasks.stream()
            .flatMap(List::stream)
            .map(
                range ->
                    new CommitPlan.Range(
                        range.offsets().from(),
                        range.offsets().to(),
                        takes(tables.bronze(), range.offsets()),
                        takes(tables.silver(), range.offsets())))
            .toList();
    return new CommitPlan(
        settings.catalog(),
        topic,
        ranges,
        change(tables.bronze(), exchange.bronzeTable(), cycle, clock, to),
        change(tables.silver(), exchange.silverTable(), cycle, clock, to),
        change(tables.deadLetters(), DeadLetterTable.NAME, cycle, clock, to),
        settings.rejectLimit(),
        new TopicGuard(settings.kafka(), identity));
  }

  private static boolean takes(@Nullable LedgeredTable table, OffsetRange range) {
    return table != null && range.from() >= table.ledger().next(range.partition());
  }

  private static @Nullable LedgerChange change(
      @Nullable LedgeredTable table, String name, String cycle, long clock, Map<Integer, Long> to) {
    if (table == null) {
      return null;
    }
    Ledger ledger = table.ledger();
    Map<Integer, Long> further = new TreeMap<>(to);
    further.replaceAll((partition, next) -> Math.max(next, ledger.next(partition)));
    return new LedgerChange(name, ledger, ledger.advancedTo(cycle, clock, further));
  }

  private long lag(SortedMap<Integer, Long> next) {
    return (end == null ? latest : end)
        .entrySet().stream()
            .mapToLong(entry -> entry.getValue() - next.getOrDefault(entry.getKey(), 0L))
            .sum();
  }

  private record KafkaCycle(
      KafkaCyclePlan plan, List<OffsetRange> picked, BiConsumer<Pipeline, KafkaCyclePlan> steps)
      implements Cycle {
    @Override
    public String id() {
      return plan.cycle();
    }

    @Override
    public String ranges() {
      return picked.toString().replace(" ", "");
    }

    @Override
    public void build(Pipeline pipeline) {
      steps.accept(pipeline, plan);
    }
  }
}
