package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.ledger.commit.KeptLedgers;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I7: bronze rows that are missing hold silver when it reads without bronze's history. */
class I7BronzeRowCheckTest {
  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.NONE, 10, 12);
  }

  @Test
  void compactedBronzeHasAllRows() {
    ForeignTool.rewrite(tables.bronze());
    new KeptLedgers(tables.bronze()).read();
    assertThatCode(this::check).doesNotThrowAnyException();
  }

  @Test
  void deletedRowsAreAHoleWithTheWayOut() {
    ForeignTool.deleteRows(tables.bronze());
    new KeptLedgers(tables.bronze()).read();
    assertThatThrownBy(this::check)
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(tables.bronze().name() + " should have 22 rows, but has 0")
        .hasMessageContaining("another tool added or deleted rows, possibly before silver read")
        .hasMessageContaining("k2 ledger set --exchange=binance --table=silver --next=0:10,1:12");
  }

  private void check() {
    Table bronze = tables.bronze();
    BronzeRowCheck.require(
        bronze, bronze.currentSnapshot().snapshotId(), tables.ledger(bronze), "binance");
  }
}
