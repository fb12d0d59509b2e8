package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalFileIO;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.RawTrades;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    set("gc.enabled", "false");
    requireRefused("gc.enabled is false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"write.data.path", "write.metadata.path", "write.object-storage.path"})
  void foldersOutsideOfTheLocation(String property) {
    set(property, tables.bronze().location() + "_2/files");
    requireRefused(property);
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
    create(Namespace.of("market_data"), name, tables.bronze().location() + relative);
    requireRefused("market_data." + name);
  }

  @Test
  void overlapWithATableOfAnotherNamespace() {
    Namespace other = Namespace.of("other");
    ((SupportsNamespaces) catalog()).createNamespace(other);
    create(other, "guest", tables.bronze().location().replace("file:/", "file:///") + "/data");
    requireRefused("other.guest");
  }

  @Test
  void overlapWithTheDataOfAnotherTable() {
    tables
        .silver()
        .updateProperties()
        .set("write.data.path", tables.bronze().location() + "/data/silver")
        .commit();
    requireRefused("silver_binance_trades");
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
    files.plant("metadata/" + name, "{\"format-version\":2,\"table-uuid\":\"another\"}");
    requireRefused("another");
  }

  @Test
  void missingManifest() {
    PlantedFiles.remove(PlantedFiles.manifestOf(tables.bronze()));
    requireRefused("-m0.avro cannot be read");
  }

  @Test
  void emptyManifest() {
    PlantedFiles.overwrite(PlantedFiles.manifestOf(tables.bronze()), new byte[0]);
    requireRefused("-m0.avro cannot be read");
  }

  @Test
  void missingManifestListOfAnOldSnapshot() {
    Table table = tables.bronze();
    PlantedFiles.remove(table.snapshot(table.currentSnapshot().parentId()).manifestListLocation());
    requireRefused("snap-");
  }

  @ParameterizedTest
  @CsvSource({
    "PT23H, false, --young",
    "PT23H, true, below twice the PT12H",
    "PT30H, true, below twice the PT16H"
  })
  void lowAges(Duration age, boolean young, String reason) {
    if (reason.contains("PT16H")) {
      CycleAge.record(tables.bronze(), Duration.ofHours(16));
    }
    OrphanSettings settings = OrphanSettings.DEFAULTS.withAge(age);
    assertThatThrownBy(() -> files.search(young ? settings.allowingYoung() : settings))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void lowAgeIsAllowedForShortCycles() {
    CycleAge.record(tables.bronze(), Duration.ofSeconds(30));
    OrphanSettings settings =
        OrphanSettings.DEFAULTS.allowingYoung().withAge(Duration.ofSeconds(60));
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
        .hasMessageContaining("PT40H");
    assertThat(planted).exists();
  }

  @Test
  void tooManyOrphans() {
    for (int i = 0; i < OrphanSettings.FEW; i++) {
      files.plant("data/many/" + i + ".parquet");
    }
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS);
    assertThat(search.refusal(OrphanRun.find(search).counts()))
        .hasValueSatisfying(reason -> assertThat(reason).contains("1001 of "));
    Set<String> before = files.all();
    assertThatThrownBy(() -> files.delete())
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("--maxShare");
    assertThat(files.all())
        .containsAll(before.stream().filter(n -> n.endsWith("parquet")).toList());

    assertThat(
            OrphanRun.delete(files.search(OrphanSettings.DEFAULTS.withMaxShare(1).executing()))
                .deleted())
        .isEqualTo(1_001);
  }

  @Test
  void tableThatRefersToNoListedFile() {
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS);
    assertThat(search.refusal(new OrphanTally().counts())).isEmpty();
    OrphanCounts found = OrphanRun.find(search).counts();
    OrphanCounts unmatched = new OrphanCounts(0, 3, found.metadata(), 0, 0, found.orphans());
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

  /** Refused whether it is planned or executed, and nothing is deleted. */
  private void requireRefused(String reason) {
    assertThatThrownBy(() -> files.find())
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> files.delete())
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
