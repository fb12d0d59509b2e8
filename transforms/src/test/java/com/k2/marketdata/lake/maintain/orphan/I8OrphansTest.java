package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.BranchReset;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.ImmutableGenericPartitionStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I8: the files that are removed are exactly the old ones that nothing refers to. */
class I8OrphansTest {
  private static final String DAY = "ingestion_date=2026-01-01";

  @TempDir private Path folder;
  private CycleFixture tables;
  private PlantedFiles files;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    tables.run("c2", CycleFixture.EVERY_FIFTH, 20, 20);
    files = new PlantedFiles(tables.lake, CycleFixture.BRONZE);
  }

  @Test
  void orphansOfEveryKindAreRemoved() {
    Set<String> before = files.all();
    plantEveryKind();

    OrphanRun.Found found = files.find();
    assertThat(found.orphans())
        .extracting(PlannedItem::kind)
        .containsExactlyInAnyOrder(
            Kind.DATA_FILE,
            Kind.DATA_FILE,
            Kind.DELETE_FILE,
            Kind.MANIFEST,
            Kind.MANIFEST_LIST,
            Kind.STATISTICS_FILE,
            Kind.STATISTICS_FILE,
            Kind.INTENT_LIST,
            Kind.OTHER_FILE);
    assertThat(found.counts().bytes()).isEqualTo(9 * "planted".length());
    assertThat(found.counts().orphans().get(Kind.DATA_FILE)).isEqualTo(new FileCount(2, 14));
    assertThat(found.orphans())
        .allSatisfy(
            orphan ->
                assertThat(orphan.age().orElseThrow())
                    .isBetween(Duration.ofDays(4), Duration.ofDays(6)));

    OrphanResult result = files.delete();
    assertThat(result.deleted()).isEqualTo(9);
    assertThat(result.failed()).isZero();
    assertThat(result.found()).isEqualTo(found.counts());
    assertThat(files.all()).containsAll(beforeWithoutOldMetadata(before));
    assertThat(files.all()).noneMatch(name -> name.contains("planted"));
    assertThat(TestLake.rows(tables.bronze())).hasSize(40);
    assertThat(files.find().orphans()).as("a second run").isEmpty();
  }

  @Test
  void searchWithoutExecutionChangesNothing() {
    plantEveryKind();
    Set<String> before = files.all();
    files.find();
    assertThat(files.all()).isEqualTo(before);
  }

  @Test
  void metadataVersionHintsAndHiddenFilesStay() throws IOException {
    String uuid = tables.bronze().uuid().toString();
    files.plant("metadata/planted.metadata.json", "{\"table-uuid\":\"" + uuid + "\"}");
    files.plant("metadata/planted.gz.metadata.json", "");
    files.plant("metadata/version-hint.text");
    files.plant("data/.hidden.parquet");
    files.plant("data/_temporary/0/a.parquet");
    OrphanRun.Found found = files.find();
    assertThat(found.orphans()).isEmpty();
    assertThat(found.counts().ignored()).isEqualTo(3);
    assertThat(found.counts().metadata()).isGreaterThanOrEqualTo(2);
    try (var listed = Files.walk(files.folder())) {
      assertThat(found.counts().listed()).isEqualTo(listed.filter(Files::isRegularFile).count());
    }
  }

  @Test
  void whateverAnySnapshotRefersToStays() {
    Table table = tables.bronze();
    Snapshot tagged = table.currentSnapshot();
    table.manageSnapshots().createTag("audit", tagged.snapshotId()).commit();
    table.manageSnapshots().createBranch("trial", tagged.snapshotId()).commit();
    table.newAppend().appendFile(dataFile(table, "trial")).toBranch("trial").commit();
    table.newRowDelta().addDeletes(deleteFile(table)).commit();
    addStatistics(table);
    long kept = table.currentSnapshot().snapshotId();
    table.newAppend().appendFile(dataFile(table, "future")).commit();
    BranchReset.reset(table, table.currentSnapshot().snapshotId(), kept);

    OrphanRun.Found found = files.find();
    assertThat(found.locations()).isEmpty();
    assertThat(found.counts().young()).isZero();
  }

  @Test
  void filesOfExpiredAndDroppedSnapshotsGo() {
    Table table = tables.bronze();
    long kept = table.currentSnapshot().snapshotId();
    table.newAppend().appendFile(dataFile(table, "future")).commit();
    long future = table.currentSnapshot().snapshotId();
    BranchReset.reset(table, future, kept);
    table
        .expireSnapshots()
        .expireSnapshotId(future)
        .expireOlderThan(0)
        .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
        .commit();
    assertThat(files.find().orphans())
        .extracting(PlannedItem::kind)
        .containsExactlyInAnyOrder(Kind.DATA_FILE, Kind.MANIFEST, Kind.MANIFEST_LIST);
  }

  @Test
  void ageIsThatOfTheStore() throws IOException {
    Instant now = Instant.now();
    Duration age = OrphanSettings.DEFAULTS.age();
    Map<String, Instant> times =
        Map.of(
            "old", now.minus(age),
            "young", now.minus(age).plusSeconds(2),
            "future", now.plusSeconds(3_600),
            "unknown", Instant.EPOCH);
    for (Map.Entry<String, Instant> time : times.entrySet()) {
      Path file = files.plant("data/" + time.getKey() + ".parquet");
      Files.setLastModifiedTime(file, FileTime.from(time.getValue()));
    }
    OrphanSearch search =
        OrphanSearch.of(
            tables.lake.config(),
            CycleFixture.BRONZE,
            OrphanSettings.DEFAULTS,
            new MaintenanceRun("test"),
            now);
    OrphanRun.Found found = OrphanRun.find(search);
    assertThat(found.names()).containsExactly("old.parquet");
    assertThat(found.counts().young()).isEqualTo(3);
  }

  /** Committed after the listing, which has its file, and before the references are read. */
  @Test
  void fileThatIsCommittedDuringTheSearchStays() {
    Table table = tables.bronze();
    DataFile late = dataFile(table, "late");
    files.plant("data/planted.parquet");
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS.executing());
    tables.lake.catalog().beforeNext(CycleFixture.BRONZE, () -> append(late));

    assertThat(OrphanRun.delete(search).deleted()).isEqualTo(1);
    assertThat(PlantedFiles.path(late.location())).exists();
    assertThat(files.find().orphans())
        .as("the fence was committed again")
        .extracting(PlannedItem::kind)
        .containsExactly(Kind.MANIFEST_LIST);
  }

  @Test
  void fenceCarriesTheLedgersAndNamesItsRun() {
    Table table = tables.bronze();
    TableLedgers before = TableLedgers.read(table);
    files.delete();
    table.refresh();
    assertThat(TableLedgers.of(table.currentSnapshot())).isEqualTo(before.byTopic());
    assertThat(table.currentSnapshot().summary().get(MaintenanceRun.SUMMARY_KEY))
        .isEqualTo("test orphans");
    assertThat(TestLake.rows(table)).hasSize(40);
  }

  @Test
  void onlyWhatAnEarlierSearchFoundIsRemoved() {
    files.plant("data/planted.parquet");
    List<String> planned = files.find().locations();
    Path later = files.plant("data/later.parquet");
    DataFile live = dataFile(tables.bronze(), "live");
    append(live);

    List<String> only = List.of(planned.get(0), live.location(), "file:/elsewhere");
    OrphanResult result =
        OrphanRun.delete(files.search(OrphanSettings.DEFAULTS.executing().withOnly(only)));
    assertThat(result.deleted()).isEqualTo(1);
    assertThat(result.found().notPlanned()).isEqualTo(1);
    assertThat(later).exists();
    assertThat(PlantedFiles.path(live.location())).exists();
  }

  @Test
  void deletionNeedsASearchWithAFence() {
    OrphanSearch search = files.search(OrphanSettings.DEFAULTS);
    assertThatThrownBy(() -> OrphanRun.delete(search))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no fence");
  }

  private void plantEveryKind() {
    files.plant("data/" + DAY + "/planted.parquet");
    files.plant("data/planted.orc");
    files.plant("data/planted-deletes.parquet");
    files.plant("metadata/planted-m0.avro");
    files.plant("metadata/snap-1-1-planted.avro");
    files.plant("metadata/planted.stats");
    files.plant("metadata/partition-stats-planted.parquet");
    files.plant("metadata/k2-intent-planted.jsonl");
    files.plant("metadata/k2-planted.tmp");
  }

  private void append(DataFile file) {
    Table table = tables.bronze();
    table.newAppend().appendFile(file).commit();
  }

  /** Commits delete the metadata files that are some commits old. */
  private static Set<String> beforeWithoutOldMetadata(Set<String> before) {
    Set<String> kept = new TreeSet<>(before);
    kept.removeIf(OrphanKinds::isMetadata);
    return kept;
  }

  private DataFile dataFile(Table table, String name) {
    String path = "data/" + name + ".parquet";
    files.plant(path);
    return DataFiles.builder(table.spec())
        .withPath(table.location() + "/" + path)
        .withPartitionPath(DAY)
        .withFileSizeInBytes(7)
        .withRecordCount(1)
        .build();
  }

  private DeleteFile deleteFile(Table table) {
    files.plant("data/live-deletes.parquet");
    return FileMetadata.deleteFileBuilder(table.spec())
        .ofPositionDeletes()
        .withPath(table.location() + "/data/live-deletes.parquet")
        .withPartitionPath(DAY)
        .withFileSizeInBytes(7)
        .withRecordCount(1)
        .build();
  }

  private void addStatistics(Table table) {
    long snapshot = table.currentSnapshot().snapshotId();
    files.plant("metadata/live.stats");
    files.plant("metadata/partition-stats-live.parquet");
    table
        .updateStatistics()
        .setStatistics(
            new GenericStatisticsFile(
                snapshot,
                table.location() + "/metadata/live.stats",
                7,
                7,
                List.of(new GenericBlobMetadata("test", snapshot, 1, List.of(), Map.of()))))
        .commit();
    table
        .updatePartitionStatistics()
        .setPartitionStatistics(
            ImmutableGenericPartitionStatisticsFile.builder()
                .snapshotId(snapshot)
                .path(table.location() + "/metadata/partition-stats-live.parquet")
                .fileSizeInBytes(7)
                .build())
        .commit();
  }
}
