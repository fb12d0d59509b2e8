package com.k2.marketdata.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.catalog.MetadataFile;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.lake.table.TableSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a lost catalog are registered from their metadata files. */
class CatalogRestoreTest {
  private static final Exchange BINANCE = Exchanges.named("binance");

  @TempDir private Path state;
  private CatalogConfig catalog;
  private Table bronze;
  private Table deadLetters;
  private int losses;

  @BeforeEach
  void create() {
    catalog = open();
    bronze = used(BronzeTable.definition(BINANCE));
    deadLetters = used(DeadLetterTable.definition());
  }

  @Test
  void allTablesComeBackAsTheyWere() throws IOException {
    catalog
        .open()
        .createTable(catalog.table("of_another_tool"), bronze.schema())
        .newAppend()
        .commit();
    loseCatalog();

    CatalogRestore restore = CatalogRestore.plan(catalog, List.of());

    assertThat(restore.tables())
        .extracting(table -> table.folder().name())
        .containsExactly(BINANCE.bronzeTable(), DeadLetterTable.NAME);
    restore.apply();
    assertThat(location(load(BINANCE.bronzeTable()))).isEqualTo(location(bronze));
    assertThat(location(load(DeadLetterTable.NAME))).isEqualTo(location(deadLetters));
    assertThat(CatalogRestore.plan(catalog, List.of()).tables()).isEmpty();
    load(BINANCE.bronzeTable()).newAppend().commit();
    assertThat(load(BINANCE.bronzeTable()).snapshots()).hasSize(4);
  }

  @Test
  void severalCandidatesRequireAChoice() throws IOException {
    TableMetadata base = ((HasTableOperations) bronze).operations().current();
    bronze.newAppend().commit();
    String lost = "00004-lost.gz.metadata.json";
    TableMetadataParser.write(
        base.replaceProperties(Map.of("lost", "yes")),
        bronze.io().newOutputFile(bronze.location() + "/metadata/" + lost));
    loseCatalog();

    CatalogRestore undecided = CatalogRestore.plan(catalog, List.of());
    assertThatThrownBy(undecided::apply)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(BINANCE.bronzeTable())
        .hasMessageContaining("--metadata=FILE");
    assertThat(catalog.open().tableExists(catalog.table(DeadLetterTable.NAME))).isFalse();

    String wanted = location(bronze);
    CatalogRestore.plan(catalog, List.of(wanted.substring(wanted.lastIndexOf('/') + 1))).apply();
    assertThat(load(BINANCE.bronzeTable()).properties()).doesNotContainKey("lost");
  }

  @Test
  void missingMetadataFileIsReplacedByThePrevious() throws IOException {
    Files.delete(file(metadataFolder(), "00003-*"));
    losses++;
    catalog = open();

    CatalogRestore restore = CatalogRestore.plan(catalog, List.of());
    assertThat(restore.tables())
        .extracting(table -> table.folder().name())
        .containsExactly(BINANCE.bronzeTable());
    restore.apply();
    assertThat(load(BINANCE.bronzeTable()).snapshots()).hasSize(2);
    load(BINANCE.bronzeTable()).newAppend().commit();
    assertThat(CatalogRestore.plan(catalog, List.of()).tables()).isEmpty();
  }

  @Test
  void anyReadableFileCanBeChosenByPath() throws IOException {
    Path folder = metadataFolder();
    loseCatalog();
    Path older = file(folder, "00002-*");

    CatalogRestore restore = CatalogRestore.plan(catalog, List.of(older.toString()));
    assertThat(restore.tables().get(0).shown()).extracting(MetadataFile::path).contains(older);
    restore.apply();
    assertThat(load(BINANCE.bronzeTable()).snapshots()).hasSize(2);
  }

  @Test
  void damagedNewestFileIsNotReplacedSilently() throws IOException {
    Path newest = file(metadataFolder(), "00003-*");
    Files.write(newest, new byte[] {1, 2, 3});
    loseCatalog();

    assertThatThrownBy(() -> CatalogRestore.plan(catalog, List.of()).requireChoices())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the newest is damaged");
    assertThatThrownBy(() -> CatalogRestore.plan(catalog, List.of(newest.getFileName().toString())))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(newest + " cannot be registered: it cannot be read");
    String older = file(metadataFolder(), "00002-*").getFileName().toString();
    CatalogRestore.plan(catalog, List.of(older)).apply();
    assertThat(load(BINANCE.bronzeTable()).snapshots()).hasSize(2);
  }

  @Test
  void unknownFileIsBadUsage() throws IOException {
    loseCatalog();
    assertThatThrownBy(() -> CatalogRestore.plan(catalog, List.of("x.metadata.json")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--metadata=x.metadata.json is not a metadata file of a lost table");
  }

  @Test
  void tableWithoutMetadataFilesCannotBeRestored() throws IOException {
    Path folder = metadataFolder();
    loseCatalog();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Path data = Files.createDirectories(folder.resolveSibling("data"));
    Files.createFile(data.resolve("x.parquet"));
    assertThatThrownBy(() -> CatalogRestore.plan(catalog, List.of()).apply())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(folder.getParent() + " has no metadata file");
  }

  @Test
  void otherCatalogsAreRestoredWithTheirOwnTools() {
    CatalogConfig rest =
        new CatalogConfig("market_data", Map.of("type", "rest", "uri", "http://x"));
    assertThatThrownBy(() -> CatalogRestore.plan(rest, List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("register_table");
  }

  private Table used(TableDefinition definition) {
    Table table = new TableSetup(catalog).ensure(definition);
    for (int i = 0; i < 3; i++) {
      table.newAppend().commit();
    }
    return table;
  }

  private Table load(String name) {
    return catalog.open().loadTable(catalog.table(name));
  }

  private static String location(Table table) {
    return ((HasTableOperations) table).operations().current().metadataFileLocation();
  }

  private Path metadataFolder() {
    return state
        .resolve("warehouse/market_data")
        .resolve(BINANCE.bronzeTable())
        .resolve("metadata");
  }

  private static Path file(Path folder, String pattern) throws IOException {
    try (var files = Files.newDirectoryStream(folder, pattern)) {
      return files.iterator().next();
    }
  }

  /** An open catalog keeps a deleted database, so another one is opened afterwards. */
  private void loseCatalog() throws IOException {
    Files.delete(state.resolve("catalog.db"));
    losses++;
    catalog = open();
  }

  private CatalogConfig open() {
    CatalogConfig local = LocalCatalog.in(state, "market_data");
    Map<String, String> properties = new HashMap<>(local.properties());
    properties.put("losses", Integer.toString(losses));
    return new CatalogConfig(local.namespace(), properties);
  }
}
