package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalFileIO;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrphanRefusalsTest {
  @TempDir private Path folder;
  private CycleFixture tables;
  private PlantedFiles files;
  private Path planted;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.NONE, 10, 10);
    files = new PlantedFiles(tables.lake, CycleFixture.BRONZE);
    planted = files.plant("data/planted.parquet");
  }

  @Test
  void tableThatForbidsGarbageCollection() {
    requireRefused(() -> set("gc.enabled", "false"), "gc.enabled is false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"write.data.path", "write.metadata.path", "write.object-storage.path"})
  void foldersOutsideOfTheLocation(String property) {
    requireRefused(() -> set(property, tables.bronze().location() + "_2/files"), property);
  }

  @Test
  void folderInTheLocationIsListed() {
    set("write.data.path", tables.bronze().location() + "/files");
    files.plant("files/a/other.parquet");
    assertThat(files.find().names()).containsExactly("other.parquet", "planted.parquet");
  }

  @ParameterizedTest
  @CsvSource({"'',equal", "/data/inside,inside", "/..,containing"})
  void locationsThatOverlap(String relative, String name) {
    requireRefused(
        () -> create(Namespace.of("market_data"), name, tables.bronze().location() + relative),
        "market_data." + name);
  }

  @Test
  void overlapWithATableOfAnotherNamespace() {
    Namespace other = Namespace.of("other");
    ((SupportsNamespaces) catalog()).createNamespace(other);
    String location = tables.bronze().location().replace("file:/", "file:///") + "/data";
    requireRefused(() -> create(other, "guest", location), "other.guest");
  }

  @Test
  void overlapWithTheDataOfAnotherTable() {
    String folder = tables.bronze().location() + "/data/silver";
    requireRefused(
        () -> tables.silver().updateProperties().set("write.data.path", folder).commit(),
        "silver_binance_trades");
  }

  @Test
  void tableWhoseNameContinuesAnothersIsUntouched() {
    create(
        Namespace.of("market_data"), CycleFixture.BRONZE + "_2", tables.bronze().location() + "_2");
    PlantedFiles other = new PlantedFiles(tables.lake, CycleFixture.BRONZE + "_2");
    Path foreign = other.plant("data/planted.parquet");
    assertThat(files.delete().deleted()).isEqualTo(1);
    assertThat(foreign).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00001-a.metadata.json", "v7.metadata.json"})
  void metadataOfAnotherTable(String name) {
    String content = "{\"format-version\":2,\"table-uuid\":\"another\"}";
    requireRefused(() -> files.plant("metadata/" + name, content), "another");
  }

  @Test
  void missingManifest() {
    requireRefused(
        () -> PlantedFiles.remove(PlantedFiles.manifestOf(tables.bronze())),
        "-m0.avro cannot be read");
  }

  @Test
  void emptyManifest() {
    requireRefused(
        () -> PlantedFiles.overwrite(PlantedFiles.manifestOf(tables.bronze()), new byte[0]),
        "-m0.avro cannot be read");
  }

  @Test
  void missingManifestListOfAnOldSnapshot() {
    Table table = tables.bronze();
    String list = table.snapshot(table.currentSnapshot().parentId()).manifestListLocation();
    requireRefused(() -> PlantedFiles.remove(list), "snap-");
  }

  @Test
  void ageBelowADayNeedsYoung() {
    assertThatThrownBy(() -> OrphanSettings.DEFAULTS.withAge(Duration.ofHours(23), false))
        .isInstanceOf(UsageException.class)
        .hasMessage("Files younger than 1d are removed only with --young; --orphanAge is 23h.");
  }

  @ParameterizedTest
  @CsvSource({"PT23H, the 12h", "PT30H, the 16h"})
  void lowAges(Duration age, String reason) {
    if (reason.contains("16h")) {
      CycleAge.record(tables.bronze(), Duration.ofHours(16));
    }
    assertThatThrownBy(() -> files.search(OrphanSettings.DEFAULTS.withAge(age, true)))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("below twice " + reason);
  }

  /** Silver's commits refer to dead letters, too. */
  @Test
  void silversAgeOfCyclesHoldsForDeadLetters() {
    CycleAge.record(tables.deadLetters(), Duration.ofHours(1));
    OrphanSettings settings = OrphanSettings.DEFAULTS.withAge(Duration.ofHours(2), true);
    PlantedFiles deadLetters = new PlantedFiles(tables.lake, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> deadLetters.search(settings))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("below twice the 12h")
        .hasMessageContaining(CycleFixture.SILVER);
    CycleAge.record(tables.silver(), Duration.ofHours(1));
    assertThat(deadLetters.search(settings).name()).isEqualTo(CycleFixture.DEAD_LETTERS);
  }

  /** Its intents would not be found. */
  @Test
  void deadLettersOfALostSilverTableStay() {
    PlantedFiles deadLetters = new PlantedFiles(tables.lake, CycleFixture.DEAD_LETTERS);
    OrphanSearch planned = deadLetters.search(OrphanSettings.DEFAULTS.executing());
    catalog().dropTable(tables.lake.config().table(CycleFixture.SILVER), false);
    assertThatThrownBy(() -> deadLetters.find())
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(CycleFixture.SILVER);
    assertThatThrownBy(() -> OrphanRun.delete(planned))
        .isInstanceOf(HoleException.class)
        .hasMessageContaining(CycleFixture.SILVER);
  }

  @Test
  void tableThatMovesDuringTheSearch() {
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS.executing());
    Table table = tables.bronze();
    table.updateLocation().setLocation(table.location() + "_moved").commit();
    assertThatThrownBy(() -> OrphanRun.delete(search))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("moved during the search");
    assertThat(planted).exists();
  }

  @Test
  void folderWithTwoNames() throws IOException {
    Table table = tables.bronze();
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), files.folder());
    table.updateLocation().setLocation("file:" + alias).commit();
    tables.run("c2", CycleFixture.NONE, 20, 20);
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS.executing());
    assertThat(search.refusal(OrphanRun.find(search).counts()))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains(alias.toString(), "but to another path"));
    assertThatThrownBy(() -> OrphanRun.delete(search))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("but to another path");
    assertThat(planted).exists();
    assertThat(TestLake.rows(tables.bronze())).hasSize(40);
  }

  @Test
  void lowAgeIsAllowedForShortCycles() {
    CycleAge.record(tables.bronze(), Duration.ofSeconds(30));
    OrphanSettings settings = OrphanSettings.DEFAULTS.withAge(Duration.ofSeconds(60), true);
    OrphanSearch search =
        OrphanSearch.of(
            tables.lake.config(),
            CycleFixture.BRONZE,
            settings,
            new MaintenanceRun("test"),
            Instant.now().plusSeconds(61));
    assertThat(OrphanRun.find(search).names()).containsExactly("planted.parquet");
  }

  /** Recorded by a writer that started after the search was planned. */
  @Test
  void ageOfCyclesThatIsRaisedDuringTheSearch() {
    CycleAge.record(tables.bronze(), Duration.ofHours(1));
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS.executing());
    CycleAge.record(tables.bronze(), Duration.ofHours(40));
    assertThatThrownBy(() -> OrphanRun.delete(search))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("twice the 40h");
    assertThat(planted).exists();
  }

  @Test
  void tooManyOrphans() {
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS);
    long few = OrphanSettings.FEW;
    assertThat(search.refusal(counts(1, few))).isEmpty();
    assertThat(search.refusal(counts(9 * few + 9, few + 1))).isEmpty();
    assertThat(search.refusal(counts(9 * few, few + 1)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("1001 of 10001 ", "--maxShare"));
    OrphanSearch all = files.search(OrphanSettings.DEFAULTS.withMaxShare(1));
    assertThat(all.refusal(counts(1, few + 1))).isEmpty();
  }

  private static OrphanCounts counts(long referenced, long orphans) {
    return new OrphanCounts(
        referenced,
        0,
        0,
        0,
        0,
        null,
        new TreeMap<>(Map.of(Kind.DATA_FILE, new FileCount(orphans, orphans))));
  }

  @Test
  void tableThatRefersToNoListedFile() {
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS);
    assertThat(search.refusal(new OrphanTally().counts())).isEmpty();
    OrphanCounts found = OrphanRun.find(search).counts();
    OrphanCounts unmatched = new OrphanCounts(0, 3, found.metadata(), 0, 0, null, found.orphans());
    assertThat(search.refusal(found)).isEmpty();
    assertThat(search.refusal(unmatched))
        .hasValueSatisfying(reason -> assertThat(reason).contains("refers to none"));
  }

  @Test
  void storeThatCannotList() {
    Map<String, String> properties = new HashMap<>(tables.lake.config().properties());
    properties.put("io-impl", Unlistable.class.getName());
    CatalogConfig config = new CatalogConfig(tables.lake.config().namespace(), properties);
    assertThatThrownBy(
            () ->
                OrphanSearch.of(
                    config,
                    CycleFixture.BRONZE,
                    OrphanSettings.DEFAULTS,
                    new MaintenanceRun("test"),
                    Instant.now()))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("Unlistable cannot list files");
  }

  @Test
  void tableThatDoesNotExist() {
    assertThatThrownBy(
            () ->
                OrphanSearch.of(
                    tables.lake.config(),
                    "absent",
                    OrphanSettings.DEFAULTS,
                    new MaintenanceRun("test"),
                    Instant.now()))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("market_data.absent");
  }

  @Test
  void tableWhoseNeighborHasLostItsMetadata() {
    Table silver = tables.silver();
    PlantedFiles.remove(
        ((HasTableOperations) silver).operations().current().metadataFileLocation());
    CatalogConfig fresh =
        new CatalogConfig(
            tables.lake.config().namespace(),
            withEntry(tables.lake.config().properties(), "fresh", "cache"));
    assertThatThrownBy(
            () ->
                OrphanSearch.of(
                    fresh,
                    CycleFixture.BRONZE,
                    OrphanSettings.DEFAULTS,
                    new MaintenanceRun("test"),
                    Instant.now()))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("silver_binance_trades is missing");
  }

  /** A change is noticed by a new search, and by one that was planned before it. */
  private void requireRefused(Runnable change, String reason) {
    OrphanSearch planned = files.search(OrphanSettings.DEFAULTS.executing());
    change.run();
    assertThatThrownBy(() -> files.find())
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> OrphanRun.delete(planned))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining(reason);
    assertThat(planted).exists();
  }

  private void set(String property, String value) {
    tables.bronze().updateProperties().set(property, value).commit();
  }

  private Catalog catalog() {
    return tables.lake.config().open();
  }

  private void create(Namespace namespace, String name, String location) {
    catalog()
        .buildTable(
            TableIdentifier.of(namespace, name), BronzeTable.definition(RawTrades.BINANCE).schema())
        .withLocation(location)
        .create();
  }

  private static Map<String, String> withEntry(
      Map<String, String> properties, String key, String value) {
    Map<String, String> more = new HashMap<>(properties);
    more.put(key, value);
    return more;
  }

  /** A FileIO without listings. */
  public static final class Unlistable implements FileIO {
    private final LocalFileIO files = new LocalFileIO();

    public Unlistable() {
      files.setConf(new Configuration());
    }

    @Override
    public InputFile newInputFile(String path) {
      return files.newInputFile(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
      return files.newOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
      files.deleteFile(path);
    }
  }
}
