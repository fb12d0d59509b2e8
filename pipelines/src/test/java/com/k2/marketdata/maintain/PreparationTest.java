package com.k2.marketdata.maintain;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.ForeignTool;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {
  private static final String MIN = "history.expire.min-snapshots-to-keep";

  @TempDir private Path folder;

  @Test
  void anchorsAfterAnotherToolsSnapshot() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", NONE, 10, 10);
    ForeignTool.rewrite(tables.bronze());
    assertThat(prepare(tables, TableRole.BRONZE)).hasSize(1);
    Table bronze = tables.bronze();
    assertThat(TableLedgers.of(bronze.currentSnapshot())).containsKey("trades");
    assertThat(prepare(tables, TableRole.BRONZE)).isEmpty();
    assertThat(tables.bronze().currentSnapshot()).isEqualTo(bronze.currentSnapshot());
  }

  @Test
  void addsMissingPropertiesOnly() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.bronze().updateProperties().remove(MIN).commit();
    tables.bronze().updateProperties().set("history.expire.max-snapshot-age-ms", "1").commit();
    assertThat(prepare(tables, TableRole.BRONZE)).hasSize(1);
    assertThat(tables.bronze().properties())
        .containsEntry(MIN, "100")
        .containsEntry("history.expire.max-snapshot-age-ms", "1");
  }

  @Test
  void appendsDeadLettersThatADriverLeft() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    Table deadLetters = tables.deadLetters();
    long before = deadLetters.currentSnapshot().snapshotId();
    CycleFixture.Cycle cycle = tables.cycle("c2", 20, 20);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> cycle.commit(cycle.attempt("by c2", EVERY_FIFTH)))
        .hasMessageContaining(CycleFixture.DEAD_LETTERS);
    assertThat(tables.deadLetters().currentSnapshot().snapshotId()).isEqualTo(before);

    assertThat(prepare(tables, TableRole.SILVER)).hasSize(1);
    Ledger silver = tables.ledger(tables.silver());
    assertThat(tables.ledger(tables.deadLetters()).next()).isEqualTo(silver.next());
    assertThat(prepare(tables, TableRole.SILVER)).isEmpty();
  }

  /**
   * An operator may have rolled silver back to look at it. The next start of a pipeline removes.
   */
  @Test
  void deadLettersAheadOfSilverStay() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    tables.run("c2", EVERY_FIFTH, 20, 20);
    long deadLetters = tables.deadLetters().currentSnapshot().snapshotId();
    Table silver = tables.silver();
    silver.manageSnapshots().rollbackTo(silver.currentSnapshot().parentId()).commit();

    assertThat(prepare(tables, TableRole.SILVER)).isEmpty();
    assertThat(tables.deadLetters().currentSnapshot().snapshotId()).isEqualTo(deadLetters);
    assertThat(preparation(tables, TableRole.SILVER).deadLetters())
        .singleElement()
        .asString()
        .contains("silver was rolled back from");
  }

  @Test
  void cyclesOfARunningPipelineAreNoWarning() {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 10);
    Preparation loadedBefore = preparation(tables, TableRole.SILVER);
    tables.run("c2", EVERY_FIFTH, 20, 20);
    assertThat(loadedBefore.deadLetters()).isEmpty();
  }

  private static List<String> prepare(CycleFixture tables, TableRole role) {
    return preparation(tables, role).execute();
  }

  private static Preparation preparation(CycleFixture tables, TableRole role) {
    TableName name = new TableName(role, Exchanges.named("binance"));
    return new Preparation(tables.lake.config(), name, tables.lake.load(name.name()));
  }
}
