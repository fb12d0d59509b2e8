package com.k2.marketdata.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableSetup;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose files exist, but which the catalog does not have. */
class LostTablesTest {
  private static final String BRONZE = RawTrades.BINANCE.bronzeTable();

  @TempDir private Path state;
  private int losses;

  @Test
  void tablesOfALostDatabaseAreFound() throws IOException {
    used(BronzeTable.definition(RawTrades.BINANCE));
    used(DeadLetterTable.definition());
    loseDatabase();

    assertThat(LostTables.in(catalog(), name -> true))
        .extracting(LostTable::name)
        .containsExactly(BRONZE, DeadLetterTable.NAME);
    assertThatThrownBy(() -> LostTables.requireNone(catalog(), name -> true))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(BRONZE + ", " + DeadLetterTable.NAME)
        .hasMessageContaining(state.resolve("warehouse/market_data").resolve(BRONZE).toString())
        .hasMessageContaining("k2 catalog restore")
        .hasMessageContaining(BRONZE + ".dropped");
  }

  @Test
  void missingMetadataFileIsNamedAsSuch() throws IOException {
    Table bronze = used(BronzeTable.definition(RawTrades.BINANCE));
    bronze.newAppend().commit(); // The older file has a snapshot, too.
    Path file =
        LocalWarehouse.path(
            ((HasTableOperations) bronze).operations().current().metadataFileLocation());
    Files.delete(file);
    losses++;

    assertThat(LostTables.in(catalog(), name -> true))
        .extracting(LostTable::name)
        .containsExactly(BRONZE);
    assertThatThrownBy(() -> LostTables.requireNone(catalog(), name -> true))
        .isInstanceOf(HoleException.class)
        .hasMessageStartingWith("The metadata file of " + BRONZE + " is missing (")
        .hasMessageContaining(file.toString())
        .hasMessageEndingWith("register an older one with `k2 catalog restore`.")
        .hasMessageNotContaining("The catalog does not have");

    used(DeadLetterTable.definition());
    catalog().open().dropTable(catalog().table(DeadLetterTable.NAME), false);
    assertThatThrownBy(() -> LostTables.requireNone(catalog(), name -> true))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining("The metadata file of " + BRONZE + " is missing (")
        .hasMessageContaining("The catalog does not have " + DeadLetterTable.NAME + ", but")
        .hasMessageContaining(DeadLetterTable.NAME + ".dropped")
        .hasMessageNotContaining(BRONZE + ".dropped");
  }

  @Test
  void onlyWantedTablesOfTheNamespaceCount() throws IOException {
    used(BronzeTable.definition(RawTrades.BINANCE));
    loseDatabase();

    assertThat(LostTables.in(catalog(), DeadLetterTable.NAME::equals)).isEmpty();
    assertThat(LostTables.in(LocalCatalog.in(state, "elsewhere"), name -> true)).isEmpty();
  }

  @Test
  void tablesOfTheCatalogAreNotLost() {
    used(BronzeTable.definition(RawTrades.BINANCE));
    LostTables.requireNone(catalog(), name -> true);
  }

  @Test
  void tableWithoutSnapshotsIsNotLost() throws IOException {
    new TableSetup(catalog()).ensure(DeadLetterTable.definition());
    loseDatabase();
    LostTables.requireNone(catalog(), name -> true);
  }

  @Test
  void partOfAFirstMetadataFileIsNotLost() throws IOException {
    Path folder =
        Files.createDirectories(state.resolve("warehouse/market_data/silver_dlq_trades/metadata"));
    Files.writeString(folder.resolve("00000-x.gz.metadata.json"), "");
    LostTables.requireNone(catalog(), name -> true);
  }

  @Test
  void dataWithoutMetadataIsLost() throws IOException {
    Path folder =
        Files.createDirectories(state.resolve("warehouse/market_data/silver_dlq_trades/data/day"));
    LostTables.requireNone(catalog(), name -> true);
    Files.writeString(folder.resolve("file.parquet"), "x");
    assertThat(LostTables.in(catalog(), name -> true)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void droppedTableIsLostUnlessItsFilesAreGone(boolean purge) {
    Table table = used(DeadLetterTable.definition());
    catalog().open().dropTable(catalog().table(DeadLetterTable.NAME), purge);
    assertThat(LostTables.in(catalog(), name -> true)).hasSize(purge ? 0 : 1);
    assertThat(table.location()).endsWith(DeadLetterTable.NAME);
  }

  @Test
  void folderThatIsMovedAwayIsNotLost() throws IOException {
    used(BronzeTable.definition(RawTrades.BINANCE));
    loseDatabase();
    Path folder = LostTables.in(catalog(), name -> true).get(0).folder().path();
    Files.move(folder, folder.resolveSibling(BRONZE + ".dropped"));
    LostTables.requireNone(catalog(), BRONZE::equals);
  }

  @Test
  void catalogWithFaultsHasAWarehouse() {
    assertThat(LocalWarehouse.of(TestLake.in(state).config()))
        .hasToString("Optional[" + state.resolve("warehouse") + "]");
  }

  @Test
  void otherCatalogsHaveNoLocalWarehouse() {
    assertThat(
            LocalWarehouse.of(
                new CatalogConfig(
                    "market_data", Map.of("type", "rest", "uri", "http://localhost:1"))))
        .isEmpty();
    assertThat(
            LocalWarehouse.of(
                new CatalogConfig(
                    "market_data",
                    Map.of("uri", "jdbc:sqlite:/tmp/x.db", "warehouse", "s3://bucket/x"))))
        .isEmpty();
  }

  /** An open catalog keeps a deleted database, so another one is opened after a loss. */
  private CatalogConfig catalog() {
    CatalogConfig local = LocalCatalog.in(state, "market_data");
    Map<String, String> properties = new HashMap<>(local.properties());
    properties.put("losses", Integer.toString(losses));
    return new CatalogConfig(local.namespace(), properties);
  }

  private Table used(TableDefinition definition) {
    Table table = new TableSetup(catalog()).ensure(definition);
    table.newAppend().commit();
    return table;
  }

  private void loseDatabase() throws IOException {
    Files.delete(state.resolve("catalog.db"));
    losses++;
  }
}
