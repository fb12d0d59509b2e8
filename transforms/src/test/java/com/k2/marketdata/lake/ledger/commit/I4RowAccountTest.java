package com.k2.marketdata.lake.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.Ledgers;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I4: every ledger has the number of rows that K2 has written, whatever other tools do. */
class I4RowAccountTest {
  private static final String PARTITION = "dlq_date=2026-01-01/bronze_source=b";

  @TempDir private Path folder;
  private CycleFixture tables;
  private TestLake empty;

  @BeforeEach
  void create() {
    tables = new CycleFixture(folder, "trades");
    empty = TestLake.in(folder.resolve("empty"));
  }

  @Test
  void cyclesAddTheRowsOfEachTable() {
    CycleFixture other = new CycleFixture(tables.lake, "other");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    other.run("o1", CycleFixture.EVERY_FIFTH, 5, 0);
    tables.run("c2", CycleFixture.EVERY_FIFTH, 20, 20);
    for (TableRole role : TableRole.values()) {
      assertThat(TableLedgers.read(load(role)).rows())
          .as(role.words())
          .hasValue(TestLake.rows(load(role)).size());
    }
    assertThat(tables.ledger(tables.silver()).rows()).isEqualTo(32);
    assertThat(tables.ledger(tables.deadLetters()).rows()).isEqualTo(8);
    assertThat(other.ledger(tables.deadLetters()).rows()).isEqualTo(1);
  }

  @Test
  void removedDeadLettersAreSubtracted() {
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    long back = tables.silver().currentSnapshot().snapshotId();
    tables.run("c2", CycleFixture.EVERY_FIFTH, 20, 20);
    Table silver = tables.silver();
    silver.manageSnapshots().rollbackTo(back).commit();
    tables.sync().settle(silver);
    assertThat(tables.ledger(tables.deadLetters()).rows()).isEqualTo(4);
    assertThat(tables.ledger(tables.silver()).rows()).isEqualTo(16);
  }

  @Test
  void rowsDeletedByOtherToolsStayCounted() {
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    ForeignTool.deleteRows(tables.bronze());
    tables.run("c2", CycleFixture.EVERY_FIFTH, 15, 10);
    assertThat(tables.ledger(tables.bronze()).rows()).isEqualTo(25);
    assertThat(TestLake.rows(tables.bronze())).hasSize(5);
  }

  @Test
  void attemptThatIsBuiltAgainCountsOnce() {
    Table table = table();
    Ledger start = start(table, "a");
    start(table, "b");
    empty
        .catalog()
        .beforeNext(DeadLetterTable.NAME, () -> add(empty.load(DeadLetterTable.NAME), "b", 70));
    add(table, "a", 10);
    TableLedgers found = TableLedgers.read(table);
    assertThat(found.of("a").orElseThrow().rows()).isEqualTo(10);
    assertThat(found.of("b").orElseThrow().rows()).isEqualTo(70);
    assertThat(start.rows()).isZero();
  }

  @Test
  void tableOfAnEarlierVersionStartsWithItsRows() {
    Table table = table();
    start(table, "a");
    add(table, "a", 10);
    forgetRows(table);
    add(table, "a", 5);
    assertThat(TableLedgers.read(table).rows()).hasValue(15);
  }

  @Test
  void rowsOfSeveralUncountedTopicsAreUnknown() {
    Table table = table();
    start(table, "a");
    start(table, "b");
    forgetRows(table);
    add(table, "a", 5);
    assertThat(TableLedgers.read(table).of("a").orElseThrow().rows()).isNull();
    assertThat(TableLedgers.read(table).rows()).isEmpty();
  }

  @Test
  void restoredLedgerOfATableStartsWithItsRows() {
    Table table = table();
    table.newAppend().appendFile(TestLake.fileOf(table, PARTITION, 7)).commit();
    Ledger set = Ledgers.at("set", 9);
    new LedgerCommit(table, "a").commit(null, set, Table::newAppend);
    assertThat(TableLedgers.read(table).rows()).hasValue(7);
  }

  private Table table() {
    return empty.ensure(DeadLetterTable.definition());
  }

  private Table load(TableRole role) {
    return tables.lake.load(role.tableOf(RawTrades.BINANCE));
  }

  private static Ledger start(Table table, String topic) {
    Ledger start = Ledgers.starting(topic, 1);
    new LedgerCommit(table, topic).commit(null, start, Table::newAppend);
    return TableLedgers.read(table).of(topic).orElseThrow();
  }

  private static void add(Table table, String topic, long rows) {
    Ledger expected = TableLedgers.read(table).of(topic).orElseThrow();
    List<DataFile> files = List.of(TestLake.fileOf(table, PARTITION, rows));
    Map<Integer, Long> to = Map.of(0, expected.next(0) + rows);
    new LedgerCommit(table, topic)
        .commitRows(
            expected,
            expected.advancedTo(topic + to, 2, to),
            current -> FileAppend.of(current, files));
  }

  /** Replaces the ledgers by those that a version without row counts would have written. */
  private static void forgetRows(Table table) {
    table.refresh();
    SortedMap<String, Ledger> uncounted = new TreeMap<>(TableLedgers.read(table).byTopic());
    uncounted.replaceAll((topic, ledger) -> ledger.withRowCount(null));
    new CarryCommit(table, "uncounted")
        .commit(
            current -> new TableLedgers(current.currentSnapshot().snapshotId(), uncounted),
            Table::newAppend);
  }
}
