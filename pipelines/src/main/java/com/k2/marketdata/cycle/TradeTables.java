package com.k2.marketdata.cycle;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.lake.write.CycleTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The tables that a pipeline writes for one exchange, with their ledgers. Bronze, or silver and its
 * dead letters, may be missing.
 */
public record TradeTables(
    @Nullable LedgeredTable bronze,
    @Nullable LedgeredTable silver,
    @Nullable LedgeredTable deadLetters) {

  /** Only bronze. */
  public static TradeTables bronze(CatalogConfig catalog, Exchange exchange, String topic) {
    TableSetup setup = new TableSetup(catalog);
    return new TradeTables(
        new LedgeredTable(setup.ensure(BronzeTable.definition(exchange)), topic), null, null);
  }

  /** Only silver and its dead letters. */
  public static TradeTables silver(CatalogConfig catalog, Exchange exchange, String topic) {
    TableSetup setup = new TableSetup(catalog);
    return new TradeTables(
        null,
        new LedgeredTable(setup.ensure(SilverTable.definition(exchange)), topic),
        new LedgeredTable(setup.ensure(DeadLetterTable.definition()), topic));
  }

  /** All three. */
  public static TradeTables all(CatalogConfig catalog, Exchange exchange, String topic) {
    TradeTables silver = silver(catalog, exchange, topic);
    return new TradeTables(
        bronze(catalog, exchange, topic).bronze(), silver.silver(), silver.deadLetters());
  }

  /** The ledger of a table that has one already, silver's before bronze's; null if none has. */
  @Nullable Ledger known() {
    Ledger ofSilver = silver == null ? null : silver.read().orElse(null);
    Ledger ofBronze = bronze == null ? null : bronze.read().orElse(null);
    return ofSilver != null ? ofSilver : ofBronze;
  }

  /**
   * Starts the ledgers that are missing, and brings the dead letters in step with silver.
   *
   * @throws HoleException if dead letters that silver knows of are gone
   */
  void startAt(Ledger starting) {
    // All are read before any is started: a hole in one leaves the others as they are.
    Ledger ofBronze = bronze == null ? null : bronze.read().orElse(null);
    Ledger ofSilver = silver == null ? null : silver.read().orElse(null);
    Ledger ofDeadLetters = deadLetters == null ? null : deadLetters.read().orElse(null);
    if (bronze != null && ofBronze == null) {
      bronze.start(starting);
    }
    if (silver == null) {
      return;
    }
    boolean neverHadDeadLetters = ofSilver == null || ofSilver.intent() == null;
    if (ofDeadLetters == null && neverHadDeadLetters) {
      deadLetters.start(
          ofSilver == null ? starting : ofSilver.withCounts(0, 0, 0, 0).withBronze(null));
    }
    if (ofSilver == null) {
      silver.start(starting);
    }
    settle();
  }

  /** The newest position's ledger: silver's if there is silver, else bronze's. */
  Ledger ledger() {
    return silver != null ? silver.ledger() : bronze.ledger();
  }

  /** The next offset to process, per partition: the lowest of bronze's and silver's. */
  SortedMap<Integer, Long> positions() {
    SortedMap<Integer, Long> lowest = new TreeMap<>();
    for (LedgeredTable table : ledgered()) {
      table.ledger().next().forEach((partition, next) -> lowest.merge(partition, next, Math::min));
    }
    for (LedgeredTable table : ledgered()) {
      lowest.replaceAll((partition, next) -> Math.min(next, table.ledger().next(partition)));
    }
    return lowest;
  }

  /** Bronze and silver, as far as they take part: the tables whose ledgers are positions. */
  List<LedgeredTable> ledgered() {
    List<LedgeredTable> all = new ArrayList<>();
    if (bronze != null) {
      all.add(bronze);
    }
    if (silver != null) {
      all.add(silver);
    }
    return all;
  }

  /** A clock value that is after that of every cycle so far. */
  long nextClock() {
    return CycleIds.clock(
        ledgered().stream().mapToLong(table -> table.ledger().clock()).max().orElse(0));
  }

  /** What a cycle's tasks must know of them. */
  CycleTables forTasks() {
    return new CycleTables(
        target(bronze), target(silver), deadLetters == null ? null : deadLetters.forTasks());
  }

  /** Reads back what a cycle committed to them. */
  List<Snapshot> confirm(String cycle) {
    List<Snapshot> snapshots = new ArrayList<>();
    for (LedgeredTable table : ledgered()) {
      snapshots.add(table.confirm(cycle));
    }
    if (deadLetters != null) {
      deadLetters.committed(cycle).ifPresent(snapshots::add);
    }
    return snapshots;
  }

  /** How many offsets lie between their position and an end. */
  long lag(Map<Integer, Long> end) {
    SortedMap<Integer, Long> next = positions();
    return end.entrySet().stream()
        .mapToLong(entry -> entry.getValue() - next.getOrDefault(entry.getKey(), 0L))
        .sum();
  }

  private void settle() {
    boolean changed =
        SystemFaultException.wrapping(
            "Could not bring the dead letters in step with silver",
            () ->
                new DeadLetterSync(deadLetters.table(), deadLetters.topic())
                    .settle(() -> silver.read().orElseThrow(), silver.table()));
    if (changed) {
      deadLetters.read();
    }
  }

  private static CycleTables.@Nullable Target target(@Nullable LedgeredTable table) {
    return table == null ? null : new CycleTables.Target(table.forTasks(), table.ledger().next());
  }
}
