package com.k2.marketdata.lake.maintain.expire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ConflictException;
import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.testing.DelegatingOperations;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.text.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    TableLedgers ledgers = TableLedgers.read(table);
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
    assertThat(views.size() - after.size()).isEqualTo(plan.snapshots()).isEqualTo(9);
    assertThat(TableLedgers.read(table).byTopic()).isEqualTo(ledgers.byTopic());
    assertThat(bronze.stored()).containsAll(bronze.referenced()).contains(orphan);

    Set<Path> gone = new TreeSet<>(stored);
    gone.removeAll(bronze.stored());
    assertThat(files(plan)).isEqualTo(gone);
    assertThat(plan.files())
        .containsOnlyKeys(
            Kind.DATA_FILE,
            Kind.DELETE_FILE,
            Kind.MANIFEST,
            Kind.MANIFEST_LIST,
            Kind.STATISTICS_FILE);
    assertThat(result).isEqualTo(new ExpiryResult(plan.snapshots(), plan.files(), 0, 0));
    assertThat(result.total().files()).isEqualTo(gone.size());
    assertThat(expiry.plan(now).isEmpty()).isTrue();
    assertThat(unreferenced()).containsExactly(orphan);
  }

  @Test
  void positionBelowForeignSnapshotsIsKept() {
    bronze.cycle();
    long ledgers = bronze.cycle();
    for (int i = 0; i < 4; i++) {
      ForeignTool.rewrite(table);
    }
    TableLedgers before = TableLedgers.read(table);
    execute(new Expiry(table, ExpiryFixture.SETTINGS));
    assertThat(ids()).contains(ledgers).hasSize(5);
    assertThat(TableLedgers.read(table).byTopic()).isEqualTo(before.byTopic());
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
    execute(
        new Expiry(
            table,
            ExpiryFixture.SETTINGS.withFloor(new Floor.FromSnapshot(needed, "silver reads it"))));
    assertThat(ids()).contains(needed).hasSize(3);
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
    expiry.execute(plan);
    table.refresh();
    assertThat(table.refs()).doesNotContainKey("t");
    assertThat(ids()).doesNotContain(tagged).hasSize(2);
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
      table.newFastAppend().set("note", Base64.getEncoder().encodeToString(bytes)).commit();
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
    fill(6);
    Expiry expiry = new Expiry(table, ExpiryFixture.SETTINGS);
    Instant now = ExpiryFixture.later();
    List<PlannedItem> first = expiry.plan(now).items().toList();
    String oldest = first.get(0).target();
    String list = table.snapshot(Long.parseLong(oldest)).manifestListLocation();
    bronze.cycle();

    ExpiryPlan both = expiry.planOnly(now, Set.of(oldest, list, "else"));
    assertThat(both.items().map(PlannedItem::target)).containsExactly(oldest, list);
    assertThat(expiry.execute(both).total().files()).isEqualTo(1);
    assertThat(ids()).doesNotContain(Long.valueOf(oldest)).hasSize(7);
    assertThat(ExpiryFixture.path(list)).doesNotExist();
  }

  @Test
  void collectedTablesOnly() {
    fill(4);
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
    fill(4);
    ForeignTool.rewrite(table);
    bronze.cycle();
    Snapshot snapshot =
        whose.equals("current") ? table.currentSnapshot() : table.snapshots().iterator().next();
    snapshot = whose.equals("old") ? table.snapshot(ids().get(1)) : snapshot;
    ManifestFile manifest = snapshot.allManifests(table.io()).get(0);
    Path damaged =
        ExpiryFixture.path(what.equals("list") ? snapshot.manifestListLocation() : manifest.path());
    Files.delete(damaged);
    if (!missing) {
      Files.createFile(damaged);
    }
    Set<Path> stored = bronze.stored();
    List<Long> before = ids();

    assertThatThrownBy(() -> execute(new Expiry(bronze.load(), ExpiryFixture.SETTINGS)))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("none of its files was deleted")
        .hasMessageContaining("cannot be read");
    assertThat(ids()).isEqualTo(before);
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  private enum Loss {
    ANSWER,
    ANSWER_AND_REPETITION_REFUSED
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void lostAnswerIsResolved(Loss loss) {
    fill(6);
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              operations.commit(base, metadata);
              bronze.cycle(); // another writer's, right after it
              throw loss == Loss.ANSWER
                  ? new CommitStateUnknownException(new IOException("lost"))
                  : new CommitFailedException("refused");
            });
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    Set<Path> planned = files(plan);
    ExpiryResult result = expiry.execute(plan);
    assertThat(result).isEqualTo(new ExpiryResult(5, plan.files(), 0, 0));
    assertThat(ids()).hasSize(3);
    assertThat(bronze.stored())
        .containsAll(bronze.referenced())
        .doesNotContainAnyElementsOf(planned);
    assertThat(unreferenced()).isEmpty();
  }

  @Test
  void lostRequestDeletesNothing() {
    fill(4);
    Set<Path> stored = bronze.stored();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              throw new CommitStateUnknownException(new IOException("lost"));
            });
    assertThatThrownBy(() -> execute(expiry))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("It is unknown whether snapshots");
    assertThat(ids()).hasSize(5);
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  @Test
  void refusalOfTheCatalogIsNamed() {
    fill(4);
    Set<Path> stored = bronze.stored();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              throw new ForbiddenException("Expiry is disabled");
            });
    assertThatThrownBy(() -> execute(expiry))
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("The catalog refused to expire")
        .hasMessageContaining("Expiry is disabled");
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  @Test
  void racingWriterCommitsFirst() {
    fill(6);
    List<Long> racing = new ArrayList<>();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              racing.add(bronze.cycle());
              operations.commit(base, metadata);
            });
    execute(expiry);
    assertThat(ids()).containsAll(racing).hasSize(3);
    assertThat(bronze.stored()).isEqualTo(bronze.referenced());
  }

  @Test
  void fileThatIsUsedAgainStays() {
    fill(2);
    table.refresh();
    DataFile reused = bronze.anyRewritten();
    table.newAppend().appendFile(reused).commit();
    table.newDelete().deleteFile(reused).commit();
    bronze.cycle();
    bronze.cycle();
    Expiry expiry =
        expiry(
            (operations, base, metadata) -> {
              Table other = bronze.load();
              other.newAppend().appendFile(reused).commit();
              operations.commit(base, metadata);
            });
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    assertThat(files(plan)).contains(ExpiryFixture.path(reused.location()));
    assertThat(expiry.execute(plan).left()).isEqualTo(1);
    assertThat(bronze.stored()).containsAll(bronze.referenced());
    assertThat(ExpiryFixture.path(reused.location())).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void newTagOnAnExpiringSnapshotIsAConflict(boolean tag) {
    fill(4);
    long old = ids().get(1);
    Expiry expiry = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan plan = expiry.plan(ExpiryFixture.later());
    if (tag) {
      table.manageSnapshots().createTag("new", old).commit();
    } else {
      table.manageSnapshots().rollbackTo(old).commit();
    }
    Set<Path> stored = bronze.stored();
    assertThatThrownBy(() -> expiry.execute(plan))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining((tag ? "new" : "main") + " refers to snapshot " + old + " now");
    assertThat(ids()).hasSize(5);
    assertThat(bronze.stored()).isEqualTo(stored);
  }

  @Test
  void twoRunsDeleteOnce() {
    fill(6);
    Expiry one = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    Expiry other = new Expiry(bronze.load(), ExpiryFixture.SETTINGS);
    ExpiryPlan ofOne = one.plan(ExpiryFixture.later());
    ExpiryPlan ofOther = other.plan(ExpiryFixture.later());
    one.execute(ofOne);
    bronze.cycle();
    ExpiryResult late = other.execute(ofOther);
    assertThat(late.total().files()).isZero();
    assertThat(late.left()).isEqualTo(files(ofOther).size());
    assertThat(bronze.stored()).isEqualTo(bronze.referenced());
    assertThat(TestLake.rows(table)).hasSize(70);
  }

  @Test
  void crashAfterTheCommitLeavesOrphansOnly() {
    fill(6);
    Set<Path> stored = bronze.stored();
    TableOperations real = ((HasTableOperations) bronze.load()).operations();
    boolean[] committed = new boolean[1];
    TableOperations dying =
        new DelegatingOperations(real) {
          @Override
          public void commit(TableMetadata base, TableMetadata metadata) {
            super.commit(base, metadata);
            committed[0] = true;
          }

          @Override
          public TableMetadata refresh() {
            if (committed[0]) {
              throw new IllegalStateException("The store is gone");
            }
            return super.refresh();
          }
        };
    Expiry expiry = new Expiry(new BaseTable(dying, "bronze"), ExpiryFixture.SETTINGS);
    Instant now = ExpiryFixture.later();
    ExpiryPlan plan = expiry.plan(now);
    ExpiryResult result = expiry.execute(plan);
    assertThat(result.total().files()).isZero();
    assertThat(bronze.stored()).isEqualTo(stored);
    assertThat(unreferenced()).isEqualTo(files(plan)).hasSize((int) result.left());
    assertThat(new Expiry(bronze.load(), ExpiryFixture.SETTINGS).plan(now).isEmpty()).isTrue();
  }

  private void fill(int cycles) {
    for (int i = 0; i < cycles; i++) {
      bronze.cycle();
    }
  }

  private interface Commit {
    void run(TableOperations operations, TableMetadata base, TableMetadata metadata);
  }

  /** An expiry whose first commit is replaced. */
  private Expiry expiry(Commit first) {
    TableOperations real = ((HasTableOperations) bronze.load()).operations();
    boolean[] done = new boolean[1];
    TableOperations faulty =
        new DelegatingOperations(real) {
          @Override
          public void commit(TableMetadata base, TableMetadata metadata) {
            if (done[0]) {
              super.commit(base, metadata);
              return;
            }
            done[0] = true;
            first.run(real, base, metadata);
          }
        };
    return new Expiry(new BaseTable(faulty, "bronze"), ExpiryFixture.SETTINGS);
  }

  private static ExpiryResult execute(Expiry expiry) {
    return expiry.execute(expiry.plan(ExpiryFixture.later()));
  }

  private List<Long> ids() {
    table.refresh();
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .map(Snapshot::snapshotId)
        .toList();
  }

  /** The size of the table's metadata file. */
  private long size() throws IOException {
    table.refresh();
    TableMetadata metadata = ((HasTableOperations) table).operations().current();
    return Files.size(ExpiryFixture.path(metadata.metadataFileLocation()));
  }

  private Set<Path> unreferenced() {
    Set<Path> files = new HashSet<>(bronze.stored());
    files.removeAll(bronze.referenced());
    return files;
  }

  private static Set<Path> files(ExpiryPlan plan) {
    return plan.items()
        .filter(item -> item.kind() != Kind.SNAPSHOT)
        .map(item -> ExpiryFixture.path(item.target()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
