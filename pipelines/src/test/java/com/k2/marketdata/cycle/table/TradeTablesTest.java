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
import com.k2.marketdata.testing.LakeFiles;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
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

  @ParameterizedTest
  @EnumSource(TableRole.class)
  void rowsOfATopicWithoutLedgerAreAHole(TableRole role) {
    tables.startAt(START);
    Table table = lake.load(role.tableOf(BINANCE));
    LakeFiles.append(table, row(table, "other"));
    TradeTables other = TradeTables.all(lake.config(), BINANCE, "other");
    Ledger starting =
        Ledger.starting(new TopicIdentity("cluster", "other", "id2"), "start", 1, Map.of(0, 0L));

    assertThatThrownBy(() -> other.startAt(starting))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(role.tableOf(BINANCE))
        .hasMessageContaining("k2 ledger mend --exchange=… --topic=other");
    for (TableRole each : TableRole.values()) {
      assertThat(TableLedgers.read(lake.load(each.tableOf(BINANCE))).byTopic())
          .containsOnlyKeys("trades");
    }
    LakeFiles.append(table, row(table, "trades"));
    TradeTables.all(lake.config(), BINANCE, "third").startAt(starting);
  }

  /** A row of a topic, with any value in the other required columns. */
  private static Record row(Table table, String topic) {
    Map<String, Object> values = new HashMap<>();
    for (Types.NestedField field : table.schema().columns()) {
      if (field.isRequired()) {
        values.put(field.name(), value(field.type()));
      }
    }
    values.put(table.schema().findField("topic") == null ? "kafka_topic" : "topic", topic);
    return LakeFiles.row(table, values);
  }

  private static Object value(Type type) {
    return switch (type.typeId()) {
      case STRING -> "any";
      case INTEGER -> 0;
      case LONG -> 0L;
      case DATE -> LocalDate.EPOCH;
      case TIMESTAMP -> OffsetDateTime.parse("1970-01-01T00:00:00Z");
      case DECIMAL -> BigDecimal.ONE.setScale(((Types.DecimalType) type).scale());
      case LIST -> List.of();
      case MAP -> Map.of();
      default -> throw new AssertionError(type);
    };
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
