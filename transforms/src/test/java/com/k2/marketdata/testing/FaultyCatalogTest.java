package com.k2.marketdata.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultyCatalogTest {
  private static final String TABLE = DeadLetterTable.NAME;

  @TempDir private Path state;

  @ParameterizedTest
  @CsvSource({"LOSE_ANSWER,2", "LOSE_REQUEST,1", "BREAK,1", "BREAK_AFTER,2"})
  void failsAtTheChosenCommitOnly(Fault.Action action, int snapshots) {
    CatalogConfig config = FaultyCatalog.in(state, new Fault(action, TABLE, 2));
    Table table = new TableSetup(config).ensure(DeadLetterTable.definition());
    table.newAppend().commit();
    assertThatThrownBy(() -> table.newAppend().commit())
        .isInstanceOfAny(CommitStateUnknownException.class, UncheckedIOException.class);
    table.refresh();
    assertThat(table.snapshots()).hasSize(snapshots);
    table.newAppend().commit();
    assertThat(table.snapshots()).hasSize(snapshots + 1);
  }

  @Test
  void icebergRetriesARefusedCommit() {
    CatalogConfig config = FaultyCatalog.in(state);
    Table table = new TableSetup(config).ensure(DeadLetterTable.definition());
    FaultyCatalog.of(config).next(Fault.Action.REFUSE, TABLE);
    table.newAppend().commit();
    assertThat(table.snapshots()).hasSize(1);
  }

  @Test
  void anotherWriterCanCommitFirst() {
    CatalogConfig config = FaultyCatalog.in(state);
    Table table = new TableSetup(config).ensure(DeadLetterTable.definition());
    Table other = config.open().loadTable(config.table(TABLE));
    FaultyCatalog.of(config).beforeNext(TABLE, () -> other.newAppend().commit());
    table.newAppend().commit();
    assertThat(table.snapshots()).hasSize(2);
  }

  @Test
  void faultsHaveAFormAsOptions() {
    Fault fault = Fault.parse("halt_after@silver_binance_trades#3");
    assertThat(fault).hasToString("halt_after@silver_binance_trades#3");
    assertThat(FaultyCatalog.options(state, fault))
        .contains(
            "--catalog.catalog-impl=" + FaultyCatalog.class.getName(),
            "--catalog.k2.test.faults=halt_after@silver_binance_trades#3")
        .noneMatch(option -> option.startsWith("--catalog.type="));
  }
}
