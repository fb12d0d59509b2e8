package com.k2.marketdata.lake.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowCount;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I8: another tool's compaction and expiry do not cost a table its ledgers. */
class I8AnchorTest {
  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
  }

  @ParameterizedTest
  @EnumSource(TableRole.class)
  void anchorSurvivesForeignCompactionAndExpiry(TableRole role) {
    Table table = load(role);
    TableLedgers before = TableLedgers.read(table);
    int rows = TestLake.rows(table).size();
    ForeignTool.rewrite(table);

    assertThat(new KeptLedgers(load(role)).read().byTopic()).isEqualTo(before.byTopic());
    ForeignTool.expire(table);

    assertThat(snapshots(table)).isEqualTo(1);
    assertThat(TableLedgers.read(table).byTopic()).isEqualTo(before.byTopic());
    assertThat(TestLake.rows(table)).hasSize(rows);
  }

  @ParameterizedTest
  @EnumSource(TableRole.class)
  void lostLedgersAreRestoredFromMemory(TableRole role) {
    new CycleFixture(tables.lake, "other").run("o1", CycleFixture.EVERY_FIFTH, 5, 5);
    KeptLedgers kept = new KeptLedgers(load(role));
    TableLedgers before = kept.read();
    assertThat(before.byTopic()).containsOnlyKeys("trades", "other");
    Table table = loseLedgers(role);

    assertThat(kept.read().byTopic()).isEqualTo(before.byTopic());
    table.refresh();
    assertThat(TableLedgers.of(table.currentSnapshot())).isEqualTo(before.byTopic());
  }

  @ParameterizedTest
  @EnumSource(TableRole.class)
  void lostLedgersWithOtherRowsAreAHole(TableRole role) {
    KeptLedgers kept = new KeptLedgers(load(role));
    kept.read();
    int rows = TestLake.rows(load(role)).size();
    Table table = load(role);
    ForeignTool.deleteRows(table);
    ForeignTool.expire(table);

    assertThatThrownBy(kept::read)
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(table.name())
        .hasMessageContaining("had " + rows + " rows; now it has 0")
        .hasMessageContaining("k2 ledger set");
    assertThat(TableLedgers.read(load(role)).byTopic()).isEmpty();
  }

  @Test
  void lostLedgersNobodyRemembersAreAHole() {
    Table table = loseLedgers(TableRole.BRONZE);
    assertThatThrownBy(() -> new KeptLedgers(table).read())
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("has snapshots but no position");
  }

  @Test
  void tableWithLedgersGetsNoAnchor() {
    Table table = load(TableRole.BRONZE);
    int before = snapshots(table);
    KeptLedgers kept = new KeptLedgers(table);
    kept.read();
    kept.read();
    assertThat(snapshots(table)).isEqualTo(before);
  }

  @Test
  void anchorDoesNotMoveTheNextCommit() {
    Table table = load(TableRole.BRONZE);
    Ledger planned = tables.ledger(table);
    ForeignTool.rewrite(table);
    new KeptLedgers(load(TableRole.BRONZE)).read();
    Ledger next = planned.advancedTo("c2", 9, Map.of(0, 20L));
    new LedgerCommit(table, "trades").commit(planned, next, Table::newAppend);
    assertThat(tables.ledger(load(TableRole.BRONZE))).isEqualTo(next);
  }

  @Test
  void memoryOfARecreatedTableIsNotUsed() {
    KeptLedgers kept = new KeptLedgers(load(TableRole.BRONZE));
    kept.read();
    KeptLedgers ofAnother = new KeptLedgers(loseLedgers(TableRole.SILVER));
    ofAnother.inherit(kept);
    assertThatThrownBy(ofAnother::read)
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("has snapshots but no position");
  }

  @Test
  void anotherProcessMayRestoreMeanwhile() {
    KeptLedgers kept = new KeptLedgers(load(TableRole.BRONZE));
    KeptLedgers others = new KeptLedgers(load(TableRole.BRONZE));
    TableLedgers before = kept.read();
    others.read();
    loseLedgers(TableRole.BRONZE);
    tables.lake.catalog().beforeNext(CycleFixture.BRONZE, others::read);
    assertThat(kept.read().byTopic()).isEqualTo(before.byTopic());
  }

  @Test
  void commitFindsLostLedgersWithoutAConflict() {
    Table table = load(TableRole.BRONZE);
    Ledger planned = tables.ledger(table);
    loseLedgers(TableRole.BRONZE);
    Ledger next = planned.advancedTo("c2", 9, Map.of(0, 20L));
    assertThatThrownBy(
            () -> new LedgerCommit(table, "trades").commit(planned, next, Table::newAppend))
        .isInstanceOf(SystemFaultException.class)
        .isNotInstanceOf(ConflictException.class)
        .hasMessageContaining("Another tool expired the snapshots of " + table.name());
    assertThat(TableLedgers.read(table).byTopic()).isEmpty();
  }

  @Test
  void rowsAreCountedWithoutATotal() {
    Table table = load(TableRole.BRONZE);
    Snapshot current = table.currentSnapshot();
    assertThat(RowCount.of(table)).hasValue(20);
    Snapshot withoutTotal =
        (Snapshot)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Snapshot.class},
                (proxy, method, arguments) ->
                    method.getName().equals("summary")
                        ? Map.of()
                        : method.invoke(current, arguments));
    assertThat(RowCount.of(table, withoutTotal)).hasValue(20);
  }

  private Table load(TableRole role) {
    return tables.lake.load(role.tableOf(RawTrades.BINANCE));
  }

  /** Compacts the table and expires every snapshot with a ledger. */
  private Table loseLedgers(TableRole role) {
    Table table = load(role);
    ForeignTool.rewrite(table);
    ForeignTool.expire(table);
    return table;
  }

  private static int snapshots(Table table) {
    table.refresh();
    return (int) StreamSupport.stream(table.snapshots().spliterator(), false).count();
  }
}
