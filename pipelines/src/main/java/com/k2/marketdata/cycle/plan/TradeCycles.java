package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.cycle.CycleReport;
import com.k2.marketdata.cycle.CycleScope;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.cycle.table.TradeTables;
import com.k2.marketdata.kafka.TopicInspector;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cycles that write the trade tables of one exchange. Subclasses plan them from their source; how
 * they are confirmed, limited in size and published for lag tools is the same for every source.
 */
abstract class TradeCycles implements ExchangeCycles {
  final CycleScope scope;
  final CatchUp catchUp;
  final CycleSizing sizing;
  private final @Nullable TopicInspector inspector;

  /**
   * @param inspector publishes the position for lag tools; null to publish none. Closed with the
   *     cycles
   * @param openTables creates the tables if they are missing, and loads them
   */
  TradeCycles(
      CycleScope scope,
      @Nullable TopicInspector inspector,
      Supplier<TradeTables> openTables,
      CycleSize size) {
    this.scope = scope;
    this.inspector = inspector;
    this.catchUp = new CatchUp(scope.name(), scope.settings().once(), openTables);
    this.sizing = new CycleSizing(scope, inspector, size);
  }

  /** How many offsets of the source cannot be read yet, if that is known. */
  abstract OptionalLong blockedOffsets();

  @Override
  public String name() {
    return scope.name();
  }

  @Override
  public String exchange() {
    return scope.exchange().name();
  }

  @Override
  public CycleReport confirm(Cycle cycle, Map<String, Long> counters) {
    CycleReport report = catchUp.confirm(cycle, counters, blockedOffsets());
    sizing.fitted(cycle);
    if (inspector != null) {
      inspector.publishPosition(scope.group(), scope.topic(), catchUp.positions());
    }
    return report;
  }

  @Override
  public boolean planSmaller(Cycle failed) {
    return sizing.didNotFit(failed);
  }

  @Override
  public boolean isLimiting() {
    return sizing.isLimiting();
  }

  @Override
  public void anchor() {
    catchUp.anchor();
  }

  @Override
  public void forget() {
    catchUp.forget();
  }

  @Override
  public void close() {
    if (inspector != null) {
      inspector.close();
    }
  }
}
