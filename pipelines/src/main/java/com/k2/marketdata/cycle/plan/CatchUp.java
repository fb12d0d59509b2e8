package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.cycle.CycleReport;
import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.cycle.table.TradeTables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.Snapshot;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that an exchange's cycles keep from one plan to the next: the tables, and the end of
 * the source that they catch up with. Not thread-safe.
 */
final class CatchUp {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  private final String name;
  private final boolean once;
  private final OpenTables tables;
  private @Nullable SortedMap<Integer, Long> end;
  private boolean waiting;

  /**
   * @param name the name of the cycles, for the log
   * @param once whether the first end is final
   * @param open creates the tables if they are missing, and loads them
   */
  CatchUp(String name, boolean once, Supplier<TradeTables> open) {
    this.name = name;
    this.once = once;
    this.tables = new OpenTables(open);
  }

  /**
   * The tables, as opened before; or opened now.
   *
   * @param start starts the ledgers of tables that were opened now
   */
  TradeTables tables(Consumer<TradeTables> start) {
    return tables.get(start);
  }

  /** Moves the end to the end of the source, unless the first end is final. */
  SortedMap<Integer, Long> end(SortedMap<Integer, Long> ofSource) {
    waiting = false;
    if (end == null || !once) {
      end = ofSource;
    }
    return end;
  }

  /** No cycle, since the source is not ready. Logs the reason at the first of several waits. */
  Optional<ExchangeCycles.Cycle> waitFor(String reason) {
    if (!waiting) {
      LOG.warn("{} waits: {}", name, reason);
      waiting = true;
    }
    return Optional.empty();
  }

  /**
   * Reads back what a cycle committed.
   *
   * @param blocked how many offsets of the source cannot be read yet, if that is known
   */
  CycleReport confirm(
      ExchangeCycles.Cycle cycle, Map<String, Long> counters, OptionalLong blocked) {
    List<Snapshot> snapshots = opened().confirm(cycle.id());
    return CycleReport.of(cycle, opened().ledger(), snapshots, counters, lag(), blocked);
  }

  /** The position that the tables have reached. */
  SortedMap<Integer, Long> positions() {
    return opened().positions();
  }

  /** How many offsets are left to the end. */
  long lag() {
    return opened().lag(end == null ? new TreeMap<>() : end);
  }

  /** Commits anchors to the tables that need one, if they are open. */
  void anchor() {
    tables.anchor();
  }

  /** Drops the tables, so that they are opened again. The end stays. */
  void forget() {
    tables.forget();
  }

  private TradeTables opened() {
    TradeTables opened = tables.current();
    if (opened == null) {
      throw new IllegalStateException("The tables of " + name + " are not open");
    }
    return opened;
  }
}
