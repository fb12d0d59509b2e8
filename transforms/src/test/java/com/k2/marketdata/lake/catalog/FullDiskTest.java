package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.MachineFaults;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever the lake writes, a full disk is reported as such, with the path. */
class FullDiskTest {
  @TempDir private Path temp;
  private SmallDisk disk;
  private CatalogConfig catalog;
  private Table table;

  @BeforeEach
  void fill() throws IOException {
    disk = SmallDisk.mount(temp.resolve("disk"));
    catalog = LocalCatalog.in(disk.folder().resolve("state"), "market_data");
    table = new TableSetup(catalog).ensure(DeadLetterTable.definition());
    disk.fill();
  }

  @AfterEach
  void unmount() {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void dataFileIsNamed() {
    requireNamed(
        "warehouse/market_data/silver_dlq_trades/data/a.parquet",
        () -> {
          String location = table.location() + "/data/a.parquet";
          try (PositionOutputStream stream = table.io().newOutputFile(location).create()) {
            stream.write(new byte[100_000]);
          }
        });
  }

  @Test
  void metadataIsNamed() {
    requireNamed(
        "warehouse/market_data/silver_dlq_trades/metadata/",
        () ->
            SystemFaultException.wrapping(
                "Could not commit",
                () -> {
                  table.newAppend().commit();
                  return null;
                }));
  }

  @Test
  void newTableIsNamed() {
    requireNamed(
        "warehouse/market_data/bronze_binance_trades/metadata/",
        () -> new TableSetup(catalog).ensure(BronzeTable.definition(RawTrades.BINANCE)));
  }

  @Test
  void catalogDatabaseIsNamed() {
    String database = catalog.properties().get("uri");
    String location = ((HasTableOperations) table).operations().current().metadataFileLocation();
    try (TablePointers pointers =
        new TablePointers(
            "k2", database, new JdbcClientPool(database, new HashMap<>(catalog.properties())))) {
      requireNamed(
          "catalog.db",
          () ->
              pointers.move(
                  catalog.table(DeadLetterTable.NAME), location, location + "x".repeat(20_000)));
    }
  }

  @Test
  void newCatalogIsNamed() {
    requireNamed(
        "other/catalog.db",
        () -> LocalCatalog.in(disk.folder().resolve("state/other"), "market_data"));
  }

  private void requireNamed(String path, ThrowingCallable write) {
    Throwable failure = catchThrowable(write);
    assertThat(failure).isNotNull();
    K2Exception named = MachineFaults.in(failure).orElseThrow(() -> new AssertionError(failure));
    assertThat(named.exitCode()).isEqualTo(ExitCode.SYSTEM_FAULT);
    assertThat(named)
        .hasMessageStartingWith("The disk is full: ")
        .hasMessageContaining(disk.folder().resolve("state").toString() + "/" + path);
    assertThat(named.getMessage()).containsPattern("No space left on device|disk is full\\)");
  }
}
