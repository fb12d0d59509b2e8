package com.k2.marketdata.cycle.table;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.deadletter.DeadLetterSync;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.table.ByRole;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.lake.write.CycleTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;

/**
 * The tables that a pipeline writes for one exchange, with their ledgers. Opening them creates the
 * missing ones; it throws a {@link HoleException} if an embedded catalog has lost any of the
 * exchange's tables.
 */
public record TradeTables(ByRole<LedgeredTable> tables) {

  public TradeTables {
    tables = tables.forWriting();
  }

  /** Only bronze. */
  public static TradeTables bronze(CatalogConfig catalog, Exchange exchange, String topic) {
    return open(catalog, exchange, topic, TableRole.BRONZE);
  }

  /** Silver and its dead letters. */
  public static TradeTables silver(CatalogConfig catalog, Exchange exchange, String topic) {
    return open(catalog, exchange, topic, TableRole.SILVER, TableRole.DEAD_LETTERS);
  }

  /** All three. */
  public static TradeTables all(CatalogConfig catalog, Exchange exchange, String topic) {
    return open(catalog, exchange, topic, TableRole.values());
  }

  private static TradeTables open(
      CatalogConfig catalog, Exchange exchange, String topic, TableRole... roles) {
    // All tables of the exchange, since a lost one means that the others are not complete either.
    LostTables.requireNone(catalog, name -> TableRole.isTableOf(exchange, name));
    TableSetup setup = new TableSetup(catalog);
    ByRole<LedgeredTable> tables = ByRole.none();
    for (TableRole role : roles) {
      tables = tables.with(role, new LedgeredTable(setup.ensure(role.definition(exchange)), topic));
    }
    return new TradeTables(tables);
  }

  /** Bronze and silver, if present: the tables whose ledgers determine what is read. */
  public List<LedgeredTable> positioned() {
    return tables.positioned();
  }

  /** Records the maximum age of this pipeline's cycles in the tables. */
  public void recordMaxCycleAge(Duration max) {
    for (LedgeredTable table : tables.values()) {
      SystemFaultException.wrapping(
          "Could not set a property of " + table.table().name(),
          () -> {
            CycleAge.record(table.table(), max);
            return max;
          });
    }
  }

  /** Reads the ledgers, and returns silver's; or bronze's if silver has none. */
  public Optional<Ledger> known() {
    Optional<Ledger> silver = tables.silver().flatMap(LedgeredTable::read);
    Optional<Ledger> bronze = tables.bronze().flatMap(LedgeredTable::read);
    return silver.or(() -> bronze);
  }

  /**
   * Starts the ledgers that are missing, and brings the dead letters in step with silver.
   *
   * @throws HoleException if dead letters that silver has recorded are missing, or if a table has
   *     rows of the topic although it has no ledger of it
   */
  public void startAt(Ledger starting) {
    // All are read before any is started: a hole in one leaves the others unchanged.
    ByRole<Optional<Ledger>> found = tables.map(LedgeredTable::read);
    found
        .byRole()
        .forEach(
            (role, ledger) -> {
              if (ledger.isEmpty()) {
                tables.require(role).requireNoRows();
              }
            });
    if (found.bronze().filter(Optional::isEmpty).isPresent()) {
      tables.require(TableRole.BRONZE).start(starting);
    }
    found.silver().ifPresent(silver -> startSilver(silver, found, starting));
  }

  private void startSilver(Optional<Ledger> found, ByRole<Optional<Ledger>> all, Ledger starting) {
    LedgeredTable silver = tables.require(TableRole.SILVER);
    LedgeredTable deadLetters = tables.require(TableRole.DEAD_LETTERS);
    boolean hadDeadLetters = found.map(Ledger::intent).isPresent();
    if (all.require(TableRole.DEAD_LETTERS).isEmpty() && !hadDeadLetters) {
      deadLetters.start(found.map(Ledger::forDeadLetters).orElse(starting));
    }
    if (found.isEmpty()) {
      silver.start(starting);
    }
    SystemFaultException.wrapping(
        "Could not bring the dead letters in step with silver",
        () -> new DeadLetterSync(deadLetters.table(), deadLetters.topic()).settle(silver.table()));
    silver.read();
    deadLetters.read();
  }

  /**
   * Commits an anchor to each table that needs one, so that other tools' expiry does not remove its
   * position. Does not change the ledgers that the next cycle is planned from.
   *
   * @throws HoleException if a position is already lost and cannot be restored
   */
  public void anchor() {
    tables.values().forEach(LedgeredTable::anchor);
  }

  /** Takes over what was read before the tables were opened again, to restore lost ledgers. */
  public void inherit(TradeTables earlier) {
    tables.byRole().forEach((role, table) -> earlier.tables.get(role).ifPresent(table::inherit));
  }

  /** Silver's ledger; or bronze's if silver is not written. */
  public Ledger ledger() {
    return tables.silver().or(tables::bronze).orElseThrow().ledger();
  }

  /** The next offset to process, per partition: the lower one of bronze's and silver's. */
  public SortedMap<Integer, Long> positions() {
    SortedMap<Integer, Long> lowest = new TreeMap<>();
    for (LedgeredTable table : positioned()) {
      table.ledger().next().forEach((partition, next) -> lowest.merge(partition, next, Math::min));
    }
    for (LedgeredTable table : positioned()) {
      lowest.replaceAll((partition, next) -> Math.min(next, table.ledger().next(partition)));
    }
    return lowest;
  }

  /** A clock value after those of all earlier cycles. */
  public long nextClock() {
    return CycleIds.clock(
        positioned().stream().mapToLong(table -> table.ledger().clock()).max().orElse(0));
  }

  /** The tables for a cycle's tasks. */
  public CycleTables forTasks() {
    return CycleTables.of(
        tables.map(LedgeredTable::forTasks), role -> tables.require(role).ledger().next());
  }

  /** Reads back the snapshots that a cycle committed. */
  public List<Snapshot> confirm(String cycle) {
    List<Snapshot> snapshots = new ArrayList<>();
    for (LedgeredTable table : positioned()) {
      snapshots.add(table.confirm(cycle));
    }
    tables.deadLetters().flatMap(table -> table.committed(cycle)).ifPresent(snapshots::add);
    return snapshots;
  }

  /** How many offsets are between the position and an end. */
  public long lag(Map<Integer, Long> end) {
    SortedMap<Integer, Long> next = positions();
    return end.entrySet().stream()
        .mapToLong(entry -> entry.getValue() - next.getOrDefault(entry.getKey(), 0L))
        .sum();
  }
}
