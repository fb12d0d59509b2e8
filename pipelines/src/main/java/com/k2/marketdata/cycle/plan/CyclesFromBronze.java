package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.cycle.table.CycleTargets;
import com.k2.marketdata.cycle.table.LedgeredTable;
import com.k2.marketdata.cycle.table.TradeTables;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.KafkaConfig;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicInspector;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.ledger.BronzePlace;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.read.BronzeHistory;
import com.k2.marketdata.lake.read.BronzeScan;
import com.k2.marketdata.lake.read.BronzeSelection;
import com.k2.marketdata.lake.read.BronzeSplit;
import com.k2.marketdata.lake.read.ReadBronze;
import com.k2.marketdata.lake.table.TableRole;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.iceberg.FileScanTask;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cycles that read one exchange's bronze table. Each reads one pinned snapshot, from silver's
 * position to the snapshot's, or as far as the limits of a cycle allow.
 */
public final class CyclesFromBronze extends TradeCycles {
  private final OpenTables bronzeTables;
  private final Supplier<CycleSteps<BronzeCyclePlan>> steps;
  private @Nullable LedgeredTable bronze;

  /**
   * @param kafka the cluster on which to publish the position for lag tools; null to publish none
   * @param steps returns, when a cycle is planned, its steps
   */
  public CyclesFromBronze(
      CycleScope scope,
      @Nullable KafkaConfig kafka,
      Supplier<TradeTables> openBronze,
      Supplier<TradeTables> openSilver,
      Supplier<CycleSteps<BronzeCyclePlan>> steps) {
    super(
        scope,
        kafka == null ? null : new TopicInspector(kafka),
        openSilver,
        CycleSize.ofKnownMessages());
    this.bronzeTables = new OpenTables(openBronze);
    this.steps = steps;
  }

  @Override
  public Optional<Cycle> plan() {
    bronze = bronzeTables.get(opened -> {}).tables().require(TableRole.BRONZE);
    Optional<Ledger> source = bronze.read();
    if (source.isEmpty()) {
      return catchUp.waitFor("bronze has no position in " + scope.topic() + " yet");
    }
    TopicGuard.requireKnown(identity(source.get()));
    TradeTables tables = catchUp.tables(opened -> start(opened, source.get()));
    Ledger silver = tables.ledger();
    TopicGuard.requireSame(identity(silver), identity(source.get()), "silver's position is of");
    if (isBehind(source.get(), silver)) {
      return catchUp.waitFor(
          "bronze is at "
              + source.get().next()
              + ", behind silver at "
              + silver.next()
              + "; was it rolled back? `k2 run bronze` fills it again");
    }
    SortedMap<Integer, Long> end = catchUp.end(source.get().next());
    BronzeHistory history = BronzeHistory.of(bronze.table(), scope.topic(), silver);
    if (history.later().isEmpty() || catchUp.lag() == 0) {
      return Optional.empty();
    }
    // Bronze has counted the bytes of the messages that come next.
    long budget = scope.settings().budget(history.later().get(0).ledger());
    long offsets = sizing.next(silver, budget, end.size());
    BronzeHistory.Point pinned = history.upTo(silver, end, offsets);
    SortedMap<Integer, Long> until = new TreeMap<>(pinned.ledger().next());
    until.replaceAll((partition, next) -> Math.min(next, end.getOrDefault(partition, 0L)));
    List<OffsetRange> picked = RangePlanner.pick(silver.next(), until, offsets);
    sizing.announce(silver, tables.positions(), picked);
    return Optional.of(plan(tables, history, pinned, picked));
  }

  @Override
  OptionalLong blockedOffsets() {
    return OptionalLong.empty();
  }

  @Override
  public void anchor() {
    bronzeTables.anchor();
    super.anchor();
  }

  @Override
  public void forget() {
    bronzeTables.forget();
    super.forget();
  }

  private void start(TradeTables tables, Ledger source) {
    tables.recordMaxCycleAge(scope.settings().maxCycleAge());
    tables.startAt(
        Ledger.starting(identity(source), CycleIds.next(), CycleIds.clock(0), source.first())
            .withEpochsOf(source));
  }

  private TopicIdentity identity(Ledger ledger) {
    return new TopicIdentity(ledger.cluster(), scope.topic(), ledger.topicId());
  }

  private static boolean isBehind(Ledger bronze, Ledger silver) {
    return silver.next().entrySet().stream()
        .anyMatch(entry -> bronze.next(entry.getKey()) < entry.getValue());
  }

  private Cycle plan(
      TradeTables tables,
      BronzeHistory history,
      BronzeHistory.Point pinned,
      List<OffsetRange> picked) {
    Ledger silver = tables.ledger();
    BronzeSelection selection = new BronzeSelection(scope.topic(), silver.topicId(), picked);
    List<FileScanTask> files = files(silver, history, pinned, selection);
    Map<Integer, Long> to = new TreeMap<>();
    picked.forEach(range -> to.put(range.partition(), range.to()));
    CycleSteps<BronzeCyclePlan> planned = steps.get();
    CycleTargets targets =
        new CycleTargets(CycleIds.next(), tables.nextClock(), to, planned.fingerprint());
    BronzePlace place = place(silver, pinned, to);
    List<List<BronzeSplit>> tasks =
        BronzeScan.share(files, scope.settings().tasks(RangePlanner.length(picked)));
    List<CommitPlan.Range> ranges =
        tasks.stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingInt(BronzeSplit::number))
            .map(s -> new CommitPlan.Range(s.start(), s.start() + s.length(), false, true))
            .toList();
    BronzeCyclePlan plan =
        new BronzeCyclePlan(
            ReadBronze.of(bronze.forTasks(), selection, tasks),
            tables.forTasks(),
            scope.stamp(targets.clock()),
            targets.commitPlan(
                scope,
                tables,
                ranges,
                null,
                ledger ->
                    InheritedSkips.inherited(ledger, pinned.ledger(), picked)
                        .withBronze(place)
                        // The epoch is known only where silver has reached bronze's position.
                        .withEpochsOf(pinned.ledger())));
    return new PlannedCycle(
        targets.cycle(),
        scope.topic(),
        picked,
        tasks.size(),
        pipeline -> planned.build().accept(pipeline, plan));
  }

  private List<FileScanTask> files(
      Ledger silver, BronzeHistory history, BronzeHistory.Point pinned, BronzeSelection selection) {
    if (history.since() == null) {
      BronzeRowCheck.require(
          bronze.table(), pinned.snapshot(), pinned.ledger(), scope.exchange().name());
    }
    Integer fromDay = silver.bronze() == null ? null : silver.bronze().fromDay();
    return SystemFaultException.wrapping(
        "Could not plan the files of " + bronze.table().name(),
        () ->
            new BronzeScan(bronze.table(), selection)
                .files(history.since(), pinned.snapshot(), fromDay));
  }

  /** Bronze's clock never decreases, so later rows cannot have an earlier ingestion_date. */
  private static BronzePlace place(
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
    return new BronzePlace(pinned.snapshot(), complete, fromDay);
  }
}
