package com.k2.marketdata.lake.maintain.expire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.text.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** I8: expiry changes nothing that a kept snapshot refers to, whatever fails. */
class I8ExpiryTest {
  @TempDir private Path folder;
  private ExpiryFixture bronze;
  private Table table;

  @BeforeEach
  void create() {
    bronze = new ExpiryFixture(folder);
    table = bronze.table;
  }

  @Test
  void keptSnapshotsAreUnchanged() throws IOException {
    bronze.fillWithEverything();
    Path orphan = ExpiryFixture.path(table.location()).resolve("data/orphan.parquet");
    Files.write(orphan, new byte[] {1});
    Map<Long, List<String>> views = bronze.views();
    Map<Long, TableLedgers> ledgers = ledgers();
    Set<Path> stored = bronze.stored();
    Instant now = ExpiryFixture.later();

    Expiry expiry = new Expiry(table, ExpiryFixture.SETTINGS);
    ExpiryPlan plan = expiry.plan(now);
    assertThat(bronze.stored()).isEqualTo(stored);
    assertThat(bronze.views()).isEqualTo(views);
    ExpiryResult result = expiry.execute(plan);

    Map<Long, List<String>> after = bronze.views();
    assertThat(after).isNotEmpty();
    after.forEach((snapshot, rows) -> assertThat(rows).isEqualTo(views.get(snapshot)));
    assertThat(after.keySet())
        .contains(
            bronze.current(),
            table.refs().get("audit").snapshotId(),
            table.refs().get("trial").snapshotId());
    assertThat(views.size() - after.size()).isEqualTo(plan.snapshots()).isEqualTo(8);
    assertThat(ledgers).containsAllEntriesOf(ledgers());
    assertThat(bronze.stored()).containsAll(bronze.referenced()).contains(orphan);

    Set<Path> gone = new TreeSet<>(stored);
    gone.removeAll(bronze.stored());
    assertThat(ExpiryFixture.files(plan)).isEqualTo(gone);
    assertThat(plan.files())
        .containsOnlyKeys(
            Kind.DATA_FILE,
            Kind.DELETE_FILE,
            Kind.MANIFEST,
            Kind.MANIFEST_LIST,
            Kind.STATISTICS_FILE);
    assertThat(result).isEqualTo(new ExpiryResult(plan.snapshots(), 0, plan.files(), 0, 0));
    assertThat(result.total().files()).isEqualTo(gone.size());
    assertThat(expiry.plan(now).isEmpty()).isTrue();
    assertThat(bronze.unreferenced()).containsExactly(orphan);
  }

  @Test
  void positionBelowForeignSnapshotsIsKept() {
    bronze.cycle();
    long ledgers = bronze.cycle();
    for (int i = 0; i < 4; i++) {
      ForeignTool.rewrite(table);
    }
    TableLedgers before = TableLedgers.read(table);
    ExpiryFixture.execute(new Expiry(table, ExpiryFixture.SETTINGS));
    assertThat(bronze.ids()).contains(ledgers).hasSize(5);
    assertThat(TableLedgers.read(table).byTopic()).isEqualTo(before.byTopic());
  }

  /** A rollback to a snapshot of another tool needs the ledgers that the snapshot inherits. */
  @Test
  void everyKeptSnapshotKeepsItsPosition() {
    bronze.cycles(2);
    ForeignTool.rewrite(table);
    long tagged = bronze.current();
    table.manageSnapshots().createTag("foreign", tagged).commit();
    bronze.cycles(2);
    ForeignTool.rewrite(table);
    long oldest = bronze.current();
    bronze.cycle();
    Map<Long, TableLedgers> before = ledgers();
    ExpiryFixture.execute(new Expiry(table, ExpiryFixture.SETTINGS));
    assertThat(bronze.ids()).contains(tagged, oldest).hasSize(5);
    assertThat(before).containsAllEntriesOf(ledgers());
  }

  @Test
  void maximumAgeOfMainRemovesNoMore() {
    bronze.cycle();
    long needed = bronze.cycle();
    bronze.cycle();
    bronze.cycle();
    table
        .manageSnapshots()
        .setMaxSnapshotAgeMs("main", 1)
        .setMinSnapshotsToKeep("main", 1)
        .commit();
    ExpiryFixture.execute(
        new Expiry(
            table,
            ExpiryFixture.SETTINGS.withFloor(new Floor.FromSnapshot(needed, "silver reads it"))));
    assertThat(bronze.ids()).contains(needed).hasSize(3);
  }

  @Test
  void oldTagsAreRemoved() {
    long tagged = bronze.cycle();
    table.manageSnapshots().createTag("t", tagged).setMaxRefAgeMs("t", 60_000).commit();
    bronze.cycle();
    bronze.cycle();
    Expiry expiry = new Expiry(table, ExpiryFixture.SETTINGS);
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    assertThat(plan.refs()).containsExactly("t");
    assertThat(expiry.execute(plan).refs()).isEqualTo(1);
    table.refresh();
    assertThat(table.refs()).doesNotContainKey("t");
    assertThat(bronze.ids()).doesNotContain(tagged).hasSize(2);
  }

  @Test
  void oldTagOnAKeptSnapshotIsRemoved() {
    bronze.cycles(1);
    table.manageSnapshots().createTag("t", bronze.current()).setMaxRefAgeMs("t", 60_000).commit();
    Expiry expiry = new Expiry(table, ExpiryFixture.SETTINGS);
    Instant now = ExpiryFixture.later();
    ExpiryPlan plan = expiry.plan(now);
    assertThat(plan.items()).extracting(PlannedItem::target).containsExactly("tag t");
    assertThat(plan.isEmpty()).isFalse();
    assertThat(expiry.execute(plan)).isEqualTo(new ExpiryResult(0, 1, new TreeMap<>(), 0, 0));
    table.refresh();
    assertThat(table.refs()).containsOnlyKeys("main");
    assertThat(bronze.ids()).hasSize(2);
    assertThat(expiry.plan(now).isEmpty()).isTrue();
  }

  @Test
  void tagThatTheEarlierPlanLacksStays() {
    long tagged = bronze.cycle();
    bronze.cycles(4);
    Expiry expiry = new Expiry(table, ExpiryFixture.SETTINGS);
    Instant now = ExpiryFixture.later();
    Set<String> earlier =
        expiry.plan(now).items().map(PlannedItem::target).collect(Collectors.toSet());
    table.manageSnapshots().createTag("t", tagged).setMaxRefAgeMs("t", 60_000).commit();
    expiry.execute(expiry.planOnly(now, earlier));
    table.refresh();
    assertThat(table.refs()).containsKey("t");
    assertThat(bronze.ids()).contains(tagged).hasSize(3);
    assertThat(expiry.plan(now).refs()).containsExactly("t");
  }

  @Test
  void branchThatHasMovedIsAConflict() {
    long old = bronze.cycle();
    table.manageSnapshots().createBranch("b", old).setMaxRefAgeMs("b", 60_000).commit();
    bronze.cycle();
    bronze.cycle();
    Expiry expiry = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    table.newFastAppend().toBranch("b").commit();
    assertThatThrownBy(() -> expiry.execute(plan))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("b refers to snapshot");
    table.refresh();
    assertThat(table.refs()).containsKey("b");
  }

  @Test
  void metadataLimitHolds() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      byte[] bytes = new byte[100 * i]; // later snapshots need more, as ledgers do
      random.nextBytes(bytes);
      AppendFiles append = table.newFastAppend();
      TableLedgers.read(table).writeTo(append);
      append.set("note", Base64.getEncoder().encodeToString(bytes)).commit();
    }
    long limit = size() / 2;
    ExpirySettings settings =
        ExpiryFixture.SETTINGS
            .withSnapshotAge(Duration.ofDays(30), false)
            .withMaxMetadataBytes(limit);
    bronze.cycle();
    Instant now = ExpiryFixture.later();
    Expiry expiry = new Expiry(table, settings);
    ExpiryPlan plan = expiry.plan(now);
    assertThat(plan.items().map(PlannedItem::why))
        .contains("more than " + Counted.of(limit, "byte") + " of metadata");
    expiry.execute(plan);
    assertThat(size()).isBetween(limit * 3 / 4, limit);
    assertThat(expiry.plan(now).isEmpty()).isTrue();
  }

  @Test
  void onlyWhatBothPlansHaveIsDone() {
    bronze.cycles(6);
    Expiry expiry = new Expiry(table, ExpiryFixture.SETTINGS);
    Instant now = ExpiryFixture.later();
    List<PlannedItem> first = expiry.plan(now).items().toList();
    String oldest = first.get(0).target();
    String list = table.snapshot(Long.parseLong(oldest)).manifestListLocation();
    bronze.cycle();

    ExpiryPlan both = expiry.planOnly(now, Set.of(oldest, list, "else"));
    assertThat(both.items().map(PlannedItem::target)).containsExactly(oldest, list);
    assertThat(expiry.execute(both).total().files()).isEqualTo(1);
    assertThat(bronze.ids()).doesNotContain(Long.valueOf(oldest)).hasSize(7);
    assertThat(ExpiryFixture.path(list)).doesNotExist();
  }

  @Test
  void collectedTablesOnly() {
    bronze.cycles(4);
    table.updateProperties().set("gc.enabled", "false").commit();
    assertThatThrownBy(() -> new Expiry(table, ExpiryFixture.SETTINGS).plan(ExpiryFixture.later()))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("gc.enabled is false");
  }

  @ParameterizedTest
  @CsvSource({
    "true, list, old",
    "false, list, current",
    "false, manifest, old",
    "true, manifest, current"
  })
  void unreadableMetadataIsRefused(boolean missing, String what, String whose) throws IOException {
    bronze.cycles(4);
    ForeignTool.rewrite(table);
    bronze.cycle();
    Snapshot snapshot =
        whose.equals("current") ? table.currentSnapshot() : table.snapshot(bronze.ids().get(1));
    ManifestFile manifest = snapshot.allManifests(table.io()).get(0);
    Path damaged =
        ExpiryFixture.path(what.equals("list") ? snapshot.manifestListLocation() : manifest.path());
    Files.delete(damaged);
    if (!missing) {
      Files.createFile(damaged);
    }
    Set<Path> stored = bronze.stored();
    List<Long> before = bronze.ids();

    assertThatThrownBy(
            () -> ExpiryFixture.execute(new Expiry(bronze.load(), ExpiryFixture.SETTINGS)))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("no file is deleted")
        .hasMessageContaining("cannot be read");
    assertThat(bronze.ids()).isEqualTo(before);
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  /** The ledgers at each snapshot. */
  private Map<Long, TableLedgers> ledgers() {
    return bronze.ids().stream()
        .collect(Collectors.toMap(id -> id, id -> TableLedgers.at(table, id)));
  }

  /** The size of the table's metadata file. */
  private long size() throws IOException {
    table.refresh();
    TableMetadata metadata = ((HasTableOperations) table).operations().current();
    return Files.size(ExpiryFixture.path(metadata.metadataFileLocation()));
  }
}
