package com.k2.marketdata.cycle;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.read.BronzeHistory;
import com.k2.marketdata.lake.read.BronzeScan;
import com.k2.marketdata.lake.read.BronzeSelection;
import com.k2.marketdata.lake.read.BronzeSplit;
import com.k2.marketdata.lake.read.ReadBronze;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cycles that read one exchange's bronze table, each from one pinned snapshot: from silver's
 * position to that snapshot's, or as far towards it as the cycle's bounds allow.
 */
public final class CyclesFromBronze implements ExchangeCycles {
  private static final Logger LOG = LoggerFactory.getLogger(CyclesFromBronze.class);

  private final CycleScope scope;
  private final Supplier<TradeTables> openBronze;
  private final Supplier<TradeTables> openSilver;
  private final BiConsumer<Pipeline, BronzeCyclePlan> steps;
  private final @Nullable TopicInspector inspector;
  private @Nullable LedgeredTable bronze;
  private @Nullable TradeTables tables;
  private boolean positionsKnown;
  private boolean waiting;
  private SortedMap<Integer, Long> end = new TreeMap<>();
  private @Nullable SortedMap<Integer, Long> endAtStart;

  /**
   * @param kafka where to publish the position for lag tools; null to leave it
   * @param steps adds a cycle's steps to an empty pipeline
   */
  public CyclesFromBronze(
      CycleScope scope,
      @Nullable KafkaConfig kafka,
      Supplier<TradeTables> openBronze,
      Supplier<TradeTables> openSilver,
      BiConsumer<Pipeline, BronzeCyclePlan> steps) {
    this.scope = scope;
    this.openBronze = openBronze;
    this.openSilver = openSilver;
    this.steps = steps;
    this.inspector = kafka == null ? null : new TopicInspector(kafka);
  }

  @Override
  public String name() {
    return scope.name();
  }

  @Override
  public Optional<Cycle> plan() {
    if (bronze == null) {
      bronze = openBronze.get().bronze();
    }
    Optional<Ledger> source = bronze.read();
    if (source.isEmpty()) {
      return wait("bronze has no position of " + scope.topic() + " yet");
    }
    learnPositions(source.get());
    Ledger silver = tables.ledger();
    if (isBehind(source.get(), silver)) {
      return wait(
          "bronze is at "
              + source.get().next()
              + ", behind silver at "
              + silver.next()
              + "; was it rolled back? It will be filled again by `k2 run bronze`");
    }
    waiting = false;
    if (scope.settings().once() && endAtStart == null) {
      endAtStart = source.get().next();
    }
    end = endAtStart == null ? source.get().next() : endAtStart;
    BronzeHistory history = BronzeHistory.of(bronze.table(), scope.topic(), silver);
    if (history.later().isEmpty() || lag() == 0) {
      return Optional.empty();
    }
    long budget = scope.settings().budget(silver);
    return Optional.of(plan(silver, history, history.upTo(silver, end, budget), budget));
  }

  @Override
  public CycleReport confirm(Cycle cycle, Map<String, Long> counters) {
    List<Snapshot> snapshots = tables.confirm(cycle.id());
    if (inspector != null) {
      inspector.publishPosition(scope.group(), scope.topic(), tables.positions());
    }
    return CycleReport.of(cycle, tables.ledger(), snapshots, counters, lag());
  }

  @Override
  public void forget() {
    bronze = null;
    tables = null;
    positionsKnown = false;
  }

  @Override
  public void close() {
    if (inspector != null) {
      inspector.close();
    }
  }

  private long lag() {
    return tables.lag(end);
  }

  private Optional<Cycle> wait(String why) {
    if (!waiting) {
      LOG.warn("{} waits: {}", name(), why);
      waiting = true;
    }
    return Optional.empty();
  }

  private void learnPositions(Ledger source) {
    if (tables == null) {
      tables = openSilver.get();
    }
    TopicIdentity identity = identity(source);
    if (!positionsKnown) {
      tables.startAt(
          Ledger.starting(identity, CycleIds.next(), CycleIds.clock(0), source.first())
              .withEpochsOf(source));
      positionsKnown = true;
    }
    TopicGuard.requireSame(identity(tables.ledger()), identity, "silver's position is of");
  }

  private TopicIdentity identity(Ledger ledger) {
    return new TopicIdentity(ledger.cluster(), scope.topic(), ledger.topicId());
  }

  private static boolean isBehind(Ledger bronze, Ledger silver) {
    return silver.next().entrySet().stream()
        .anyMatch(entry -> bronze.next(entry.getKey()) < entry.getValue());
  }

  private Cycle plan(
      Ledger silver, BronzeHistory history, BronzeHistory.Point pinned, long budget) {
    Map<Integer, Long> until = new TreeMap<>(pinned.ledger().next());
    until.replaceAll((partition, next) -> Math.min(next, end.getOrDefault(partition, 0L)));
    List<OffsetRange> picked = RangePlanner.pick(silver.next(), until, budget);
    BronzeSelection selection = new BronzeSelection(scope.topic(), silver.topicId(), picked);
    List<FileScanTask> files = files(silver, history, pinned, selection);
    Map<Integer, Long> to = new TreeMap<>();
    picked.forEach(range -> to.put(range.partition(), range.to()));
    CycleTargets moves = new CycleTargets(CycleIds.next(), tables.nextClock(), to);
    Ledger.BronzePlace place = place(silver, pinned, to);
    List<List<BronzeSplit>> tasks =
        BronzeScan.share(files, scope.settings().tasks(RangePlanner.length(picked)));
    List<CommitPlan.Range> ranges =
        tasks.stream()
            .flatMap(List::stream)
            .sorted(java.util.Comparator.comparingInt(BronzeSplit::number))
            .map(s -> new CommitPlan.Range(s.start(), s.start() + s.length(), false, true))
            .toList();
    BronzeCyclePlan plan =
        new BronzeCyclePlan(
            ReadBronze.of(bronze.forTasks(), selection, tasks),
            tables.forTasks(),
            scope.stamp(moves.clock()),
            moves.commitPlan(
                scope,
                tables,
                ranges,
                null,
                ledger ->
                    InheritedSkips.inherited(ledger, pinned.ledger(), picked)
                        .withBronze(place)
                        // Short of bronze's position, only bronze knows which log it read.
                        .withEpochsOf(pinned.ledger())));
    return new PlannedCycle(
        moves.cycle(),
        PlannedCycle.describe(picked),
        tasks.size(),
        pipeline -> steps.accept(pipeline, plan));
  }

  private List<FileScanTask> files(
      Ledger silver, BronzeHistory history, BronzeHistory.Point pinned, BronzeSelection selection) {
    Integer fromDay = silver.bronze() == null ? null : silver.bronze().fromDay();
    return SystemFaultException.wrapping(
        "Could not plan the files of " + bronze.table().name(),
        () ->
            new BronzeScan(bronze.table(), selection)
                .files(history.since(), pinned.snapshot(), fromDay));
  }

  /** Bronze's clock never goes back, so no later row can have an earlier ingestion_date. */
  private static Ledger.BronzePlace place(
      Ledger silver, BronzeHistory.Point pinned, Map<Integer, Long> to) {
    boolean complete =
        pinned.ledger().next().entrySet().stream()
            .allMatch(
                entry ->
                    to.getOrDefault(entry.getKey(), silver.next(entry.getKey()))
                        >= entry.getValue());
    int fromDay =
        complete
            ? (int) Math.floorDiv(pinned.ledger().clock(), TimeUnit.DAYS.toMicros(1))
            : silver.bronze() == null ? 0 : silver.bronze().fromDay();
    return new Ledger.BronzePlace(pinned.snapshot(), complete, fromDay);
  }
}
