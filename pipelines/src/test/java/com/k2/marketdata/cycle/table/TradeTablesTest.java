package com.k2.marketdata.cycle.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.BronzePlace;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts, reads and confirms the positions of an exchange's tables. */
class TradeTablesTest {
  private static final Exchange BINANCE = RawTrades.BINANCE;
  private static final TopicIdentity TOPIC = new TopicIdentity("cluster", "trades", "id");
  private static final Ledger START = Ledger.starting(TOPIC, "start", 1, Map.of(0, 5L));

  @TempDir private Path folder;
  private TestLake lake;
  private TradeTables tables;

  @BeforeEach
  void create() {
    lake = TestLake.in(folder);
    tables = TradeTables.all(lake.config(), BINANCE, "trades");
  }

  @Test
  void newTablesGetALedgerWithoutRows() {
    assertThat(tables.known()).isEmpty();
    tables.startAt(START);
    for (String name :
        new String[] {BINANCE.bronzeTable(), BINANCE.silverTable(), DeadLetterTable.NAME}) {
      assertThat(ledger(name)).isEqualTo(START);
      assertThat(TestLake.rows(lake.load(name))).isEmpty();
    }
    assertThat(tables.positions()).containsExactlyEntriesOf(Map.of(0, 5L));
  }

  @Test
  void startedTablesStayUnchanged() {
    tables.startAt(START);
    TradeTables again = TradeTables.all(lake.config(), BINANCE, "trades");
    assertThat(again.known()).contains(START);
    again.startAt(Ledger.starting(TOPIC, "other", 9, Map.of(0, 100L)));
    assertThat(again.positions()).containsExactlyEntriesOf(Map.of(0, 5L));
    assertThat(ledger(BINANCE.silverTable())).isEqualTo(START);
  }

  @Test
  void interruptedStartIsCompletedAtTheSamePosition() {
    lake.catalog().next(Fault.Action.BREAK, BINANCE.silverTable());
    assertThatThrownBy(() -> tables.startAt(START)).isInstanceOf(SystemFaultException.class);
    TradeTables again = TradeTables.all(lake.config(), BINANCE, "trades");
    assertThat(again.known()).contains(START);
    again.startAt(Ledger.starting(TOPIC, "later", 9, again.known().orElseThrow().first()));
    assertThat(again.positions()).containsExactlyEntriesOf(Map.of(0, 5L));
    assertThat(ledger(BINANCE.silverTable()).next()).containsExactlyEntriesOf(Map.of(0, 5L));
  }

  @Test
  void missingLedgerIsAHoleAndChangesNothing() {
    lake.load(BINANCE.silverTable()).newAppend().commit();
    assertThatThrownBy(() -> tables.startAt(START))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(BINANCE.silverTable())
        .hasMessageContaining("k2 ledger set");
    assertThat(lake.load(BINANCE.bronzeTable()).currentSnapshot()).isNull();
    assertThat(lake.load(DeadLetterTable.NAME).currentSnapshot()).isNull();
  }

  @Test
  void readingBeginsAtTheLowestPositionPerPartition() {
    tables.startAt(START);
    advance(BINANCE.bronzeTable(), START.advancedTo("b", 2, Map.of(0, 50L, 1, 10L)));
    advance(BINANCE.silverTable(), START.advancedTo("s", 2, Map.of(0, 20L, 2, 7L)));
    tables.known();
    assertThat(tables.positions()).containsExactlyInAnyOrderEntriesOf(Map.of(0, 20L, 1, 0L, 2, 0L));
    assertThat(tables.lag(Map.of(0, 25L, 1, 4L))).isEqualTo(5 + 4);
  }

  @ParameterizedTest
  @EnumSource(TableRole.class)
  void lostTableIsAHoleForEveryPipeline(TableRole role) {
    tables.startAt(START);
    String name = role.tableOf(BINANCE);
    String other =
        BINANCE.bronzeTable().equals(name) ? BINANCE.silverTable() : BINANCE.bronzeTable();
    CatalogConfig config = lake.config();
    config.open().dropTable(config.table(name), false);
    config.open().dropTable(config.table(other), true);

    for (ThrowingCallable open :
        List.<ThrowingCallable>of(
            () -> TradeTables.all(config, BINANCE, "trades"),
            () -> TradeTables.bronze(config, BINANCE, "trades"),
            () -> TradeTables.silver(config, BINANCE, "trades"))) {
      assertThatThrownBy(open)
          .isInstanceOf(HoleException.class)
          .hasMessageContaining("does not have " + name + ", but")
          .hasMessageContaining("k2 catalog restore");
    }
    assertThat(config.open().tableExists(config.table(other))).isFalse();
  }

  @Test
  void lostTablesOfAnotherExchangeAreIgnored() {
    tables.startAt(START);
    CatalogConfig config = lake.config();
    config.open().dropTable(config.table(BINANCE.bronzeTable()), false);
    TradeTables.all(config, RawTrades.KRAKEN, "trades");
    assertThatThrownBy(() -> TradeTables.bronze(config, BINANCE, "trades"))
        .isInstanceOf(HoleException.class);
  }

  @Test
  void newDeadLettersStartAtSilversPosition() {
    tables.startAt(START);
    lake.config().open().dropTable(lake.config().table(DeadLetterTable.NAME), true);
    Ledger later =
        START
            .advancedTo("s", 2, Map.of(0, 50L))
            .withCounts(45, 45, 0, 9)
            .withBronze(new BronzePlace(1, true, 2));
    advance(BINANCE.silverTable(), later);
    TradeTables.all(lake.config(), BINANCE, "trades").startAt(START);
    assertThat(ledger(DeadLetterTable.NAME))
        .isEqualTo(later.withCounts(0, 0, 0, 0).withBronze(null));
  }

  @Test
  void missingDeadLettersAreAHole() {
    advance(
        BINANCE.silverTable(), null, START.withIntent(new DeadLetterIntent("c1", "c0", "list", 3)));
    assertThatThrownBy(() -> tables.startAt(START))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(DeadLetterTable.NAME);
  }

  @Test
  void cycleIsConfirmedFromTheTables() {
    tables.startAt(START);
    Ledger next = START.advancedTo("c1", 2, Map.of(0, 50L));
    advance(BINANCE.bronzeTable(), next);
    advance(BINANCE.silverTable(), next);
    assertThat(tables.confirm("c1")).hasSize(2);
    assertThat(tables.positions()).containsExactlyEntriesOf(Map.of(0, 50L));
    assertThat(tables.nextClock()).isGreaterThan(2);
  }

  @Test
  void missingCycleIsNotConfirmed() {
    tables.startAt(START);
    assertThatThrownBy(() -> tables.confirm("c1"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("c1");
  }

  @Test
  void cycleFollowedByAnotherDriverIsNotConfirmed() {
    tables.startAt(START);
    Ledger mine = START.advancedTo("c1", 2, Map.of(0, 50L));
    advance(BINANCE.bronzeTable(), mine);
    advance(BINANCE.bronzeTable(), mine.advancedTo("theirs", 3, Map.of(0, 60L)));
    assertThatThrownBy(() -> tables.confirm("c1"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("Another driver has committed");
  }

  @Test
  void clockNeverDecreasesThoughTheMachinesDoes() {
    long future = CycleIds.clock(0) + 1_000_000_000L;
    tables.startAt(Ledger.starting(TOPIC, "start", future, Map.of(0, 0L)));
    assertThat(tables.nextClock()).isEqualTo(future + 1);
  }

  private void advance(String name, Ledger planned) {
    advance(name, ledger(name), planned);
  }

  private void advance(String name, Ledger expected, Ledger planned) {
    new LedgerCommit(lake.load(name), "trades").commit(expected, planned, Table::newAppend);
  }

  private Ledger ledger(String name) {
    return TableLedgers.read(lake.load(name)).of("trades").orElseThrow();
  }
}
