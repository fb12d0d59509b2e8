package com.k2.marketdata.lake.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.ForeignTool;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I7: a mended ledger is committed only to the rows that it was computed from. */
class I7MendedLedgerTest {
  @TempDir private Path folder;
  private CycleFixture tables;
  private Table table;
  private Ledger before;

  @BeforeEach
  void loseLedger() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    table = tables.deadLetters();
    before = tables.ledger(table);
    ForeignTool.rewrite(table);
    ForeignTool.expire(table);
  }

  @Test
  void mendedLedgerHasTheRowsThatWereCounted() {
    mend(3);

    assertThat(tables.ledger(tables.deadLetters())).isEqualTo(before.withRowCount(3L));
  }

  @Test
  void changedTableIsRefused() {
    long read = table.currentSnapshot().snapshotId();
    tables.deadLetters().newAppend().commit();

    assertThatThrownBy(() -> commit().commitMended(before, read))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has changed since its rows were read");
  }

  @Test
  void tableWithALedgerIsRefused() {
    mend(4);

    assertThatThrownBy(() -> mendAs(before.ofCycle("mend-2")))
        .isInstanceOf(ConflictException.class);
  }

  private void mend(long rows) {
    mendAs(before.withRowCount(rows));
  }

  private void mendAs(Ledger ledger) {
    commit().commitMended(ledger, tables.deadLetters().currentSnapshot().snapshotId());
  }

  private LedgerCommit commit() {
    return new LedgerCommit(tables.deadLetters(), "trades");
  }
}
