package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.cycle.table.TradeTables;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * An exchange's tables, loaded when they are needed, and loaded again after they were dropped. The
 * ledgers of the last read outlive that, so that lost ones can be restored. Not thread-safe.
 */
final class OpenTables {
  private final Supplier<TradeTables> open;
  private @Nullable TradeTables current;
  private @Nullable TradeTables last;

  /**
   * @param open creates the tables if they are missing, and loads them
   */
  OpenTables(Supplier<TradeTables> open) {
    this.open = open;
  }

  /**
   * The tables, as loaded before; or loaded now.
   *
   * @param start starts the ledgers of tables that were loaded now
   */
  TradeTables get(Consumer<TradeTables> start) {
    if (current == null) {
      TradeTables opened = open.get();
      if (last != null) {
        opened.inherit(last);
      }
      start.accept(opened);
      current = opened;
      last = opened;
    }
    return current;
  }

  /** The tables as loaded before; null if they have to be loaded. */
  @Nullable TradeTables current() {
    return current;
  }

  /** Commits anchors to the tables that need one, if they are loaded. */
  void anchor() {
    if (current != null) {
      current.anchor();
    }
  }

  /** Drops the tables. */
  void forget() {
    current = null;
  }
}
