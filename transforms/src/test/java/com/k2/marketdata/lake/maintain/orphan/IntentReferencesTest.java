package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.MaintenanceRefusedException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.commit.BranchReset;
import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.lake.maintain.orphan.reference.References;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of intents are not orphans while the intent may have to be completed. */
class IntentReferencesTest {
  @TempDir private Path folder;
  private CycleFixture tables;
  private PlantedFiles files;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    files = new PlantedFiles(tables.lake, CycleFixture.DEAD_LETTERS);
  }

  @Test
  void pendingIntentKeepsItsListAndFiles() {
    runPending();
    files.plant("data/planted.parquet");
    assertThat(files.delete().found().orphans())
        .containsEntry(Kind.DATA_FILE, new FileCount(1, 7))
        .doesNotContainKey(Kind.INTENT_LIST);

    tables.sync().settle(tables.silver());
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(8);
  }

  @Test
  void onlySilverGetsAFenceForDeadLetters() {
    long bronze = tables.bronze().currentSnapshot().snapshotId();
    long silver = tables.silver().currentSnapshot().snapshotId();
    files.delete();
    assertThat(tables.bronze().currentSnapshot().snapshotId()).isEqualTo(bronze);
    assertThat(tables.silver().currentSnapshot().parentId()).isEqualTo(silver);
  }

  /** After the dead-letter table was loaded, and before silver's intents are read. */
  @Test
  void filesOfAnIntentThatIsCompletedMeanwhileStay() {
    runPending();
    Table loaded = tables.deadLetters();
    complete();
    assertThat(tables.ledger(tables.silver()).intent().previous()).isEqualTo("c2");
    requireManifests(References.of(loaded, List.of(tables.silver())));
  }

  /** The list of c2 is not read any more then, so the table must be refreshed afterwards. */
  @Test
  void filesOfAnIntentThatIsCompletedAfterItsReadingStay() {
    runPending();
    requireManifests(
        References.of(tables.deadLetters(), thenRunning(this::complete, tables.silver())));
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(12);
  }

  private void complete() {
    tables.sync().settle(tables.silver());
    tables.run("c3", CycleFixture.EVERY_FIFTH, 30, 30);
  }

  private void requireManifests(References references) {
    Table now = tables.deadLetters();
    assertThat(references.manifests())
        .extracting(ManifestFile::path)
        .containsAll(
            now.currentSnapshot().allManifests(now.io()).stream().map(ManifestFile::path).toList());
  }

  /** A list of one table that runs an action when the table has been read. */
  private static List<Table> thenRunning(Runnable action, Table table) {
    return new AbstractList<>() {
      @Override
      public Table get(int index) {
        return table;
      }

      @Override
      public int size() {
        return 1;
      }

      @Override
      public Iterator<Table> iterator() {
        Iterator<Table> tables = super.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            boolean more = tables.hasNext();
            if (!more) {
              action.run();
            }
            return more;
          }

          @Override
          public Table next() {
            return tables.next();
          }
        };
      }
    };
  }

  @Test
  void intentThatIsRolledBackKeepsItsFilesInitially() {
    long before = tables.silver().currentSnapshot().snapshotId();
    runPending();
    rollBackSilver(before);
    assertThat(files.find().orphans())
        .extracting(PlannedItem::kind)
        .as("only what the failed commit has left")
        .containsOnly(Kind.MANIFEST, Kind.MANIFEST_LIST);
  }

  @Test
  void intentThatIsRolledBackAndExpiredGoes() {
    long before = tables.silver().currentSnapshot().snapshotId();
    runPending();
    long pending = tables.silver().currentSnapshot().snapshotId();
    rollBackSilver(before);
    expire(tables.silver(), pending);

    List<PlannedItem> orphans = files.find().orphans();
    assertThat(orphans).extracting(PlannedItem::kind).contains(Kind.INTENT_LIST, Kind.DATA_FILE);
    assertThat(files.delete().deleted()).isEqualTo(orphans.size());
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(4);
  }

  @Test
  void completedIntentKeepsItsListOnly() {
    Table deadLetters = tables.deadLetters();
    long withRows = deadLetters.currentSnapshot().snapshotId();
    ForeignTool.rewrite(deadLetters);
    tables.run("c2", CycleFixture.EVERY_FIFTH, 20, 20);
    expire(tables.deadLetters(), withRows);

    assertThat(files.find().orphans())
        .extracting(PlannedItem::kind)
        .contains(Kind.DATA_FILE)
        .doesNotContain(Kind.INTENT_LIST);
    files.delete();
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(8);
  }

  @Test
  void pendingListThatIsMissingIsRefused() {
    runPending();
    PlantedFiles.remove(tables.ledger(tables.silver()).intent().list());
    assertThatThrownBy(() -> files.find())
        .isInstanceOf(MaintenanceRefusedException.class)
        .hasMessageContaining("k2-intent-c2");
  }

  private void runPending() {
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> tables.run("c2", CycleFixture.EVERY_FIFTH, 20, 20))
        .isInstanceOf(SystemFaultException.class);
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(4);
  }

  private void rollBackSilver(long target) {
    Table silver = tables.silver();
    BranchReset.reset(silver, silver.currentSnapshot().snapshotId(), target);
  }

  private static void expire(Table table, long snapshot) {
    table
        .expireSnapshots()
        .expireSnapshotId(snapshot)
        .expireOlderThan(0)
        .cleanupLevel(ExpireSnapshots.CleanupLevel.NONE)
        .commit();
  }
}
