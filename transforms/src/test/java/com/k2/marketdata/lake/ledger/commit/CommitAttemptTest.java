package com.k2.marketdata.lake.ledger.commit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitAttemptTest {
  @TempDir private Path folder;

  @Test
  void failedRefreshOfAnInvalidUpdateIsASystemFault() {
    StartedTable started = StartedTable.in(folder);
    Table table = started.table();
    CatalogConfig catalog = started.lake().config();
    CommitAttempt attempt =
        CommitAttempt.of(
            table,
            null, // Not the parent, so the update is not valid.
            table.newAppend(),
            () -> catalog.open().dropTable(catalog.table(StartedTable.NAME), false));

    assertThatThrownBy(() -> attempt.commit("c1", () -> false))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("Could not load table " + table.name());
  }
}
