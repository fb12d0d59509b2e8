package com.k2.marketdata.lake.maintain.compact;

import static com.k2.marketdata.lake.maintain.compact.Compactions.AT_ONCE;
import static com.k2.marketdata.lake.maintain.compact.Compactions.commit;
import static com.k2.marketdata.lake.maintain.compact.Compactions.deleteRow;
import static com.k2.marketdata.lake.maintain.compact.Compactions.files;
import static com.k2.marketdata.lake.maintain.compact.Compactions.load;
import static com.k2.marketdata.lake.maintain.compact.Compactions.plan;
import static com.k2.marketdata.lake.maintain.compact.Compactions.rewrite;
import static com.k2.marketdata.testing.CycleFixture.BRONZE;
import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Written;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I8: compaction changes no row and no position, and disturbs no writer. */
class I8CompactionTest {
  private static final int CYCLES = 4;

  @TempDir private Path folder;
  private CycleFixture tables;

  @BeforeEach
  void fill() {
    tables = new CycleFixture(folder, "trades");
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      tables.run("c" + cycle, EVERY_FIFTH, 10L * cycle, 10L * cycle);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsAndLedgersAreUnchanged(TableRole role) {
    Table table = load(tables, role);
    List<Record> rows = TestLake.rows(table);
    TableLedgers ledgers = TableLedgers.read(table);
    long snapshot = table.currentSnapshot().snapshotId();

    CompactResult result = Compactions.run(table);

    assertThat(result.groups()).isEqualTo(1);
    assertThat(result.commits()).isEqualTo(1);
    assertThat(result.input().files()).isEqualTo(2 * CYCLES);
    assertThat(result.output().files()).isEqualTo(1);
    assertThat(files(table)).hasSize(1);
    assertThat(TestLake.rows(table)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(TableLedgers.of(table.currentSnapshot())).isEqualTo(ledgers.byTopic());
    assertThat(table.currentSnapshot().summary())
        .containsEntry("k2.maintain", "run-1 compact")
        .containsEntry("total-records", Integer.toString(rows.size()));
    assertThat(table.currentSnapshot().parentId()).isEqualTo(snapshot);
  }

  @ParameterizedTest
  @EnumSource
  void secondRunFindsNothing(TableRole role) {
    Table table = load(tables, role);
    Compactions.run(table);
    assertThat(plan(table, AT_ONCE).groups()).isEmpty();
  }

  @Test
  void cyclesContinueAfterCompaction() {
    for (TableRole role : TableRole.values()) {
      Compactions.run(load(tables, role));
    }
    tables.run("next", EVERY_FIFTH, 50, 50);
    assertThat(TestLake.rows(tables.bronze())).hasSize(100);
    assertThat(TestLake.rows(tables.silver())).hasSize(80);
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(20);
    assertThat(tables.ledger(tables.bronze()).rows()).isEqualTo(100);
  }

  @Test
  void appendsBetweenPlanAndCommitDoNotConflict() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    tables.run("between", NONE, 50, 50);
    tables.lake.catalog().beforeNext(BRONZE, () -> tables.run("during", NONE, 60, 60));
    assertThat(commit(bronze, groups).groups()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).hasSize(120);
    assertThat(tables.ledger(bronze).next(0)).isEqualTo(60);
    assertThat(tables.ledger(bronze).rows()).isEqualTo(120);
  }

  @Test
  void removedDeadLettersDoNotComeBack() {
    Table deadLetters = tables.deadLetters();
    List<RewrittenGroup> groups = rewrite(deadLetters, plan(deadLetters, AT_ONCE));
    Table silver = tables.silver();
    silver.manageSnapshots().rollbackTo(silver.currentSnapshot().parentId()).commit();
    tables.sync().settle(silver);
    List<Record> rows = TestLake.rows(deadLetters);
    assertThat(rows).hasSize(12);

    CompactResult result = commit(deadLetters, groups);

    assertThat(result.givenUp()).isEqualTo(1);
    assertThat(result.groups()).isZero();
    assertThat(result.reasons()).hasSize(1);
    assertThat(TestLake.rows(deadLetters)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(exists(deadLetters, groups)).as("the output stays for orphan removal").isTrue();
  }

  @Test
  void rowDeletedByAnotherToolDoesNotComeBack() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    deleteRow(bronze, groups.get(0).group().files().get(2), 3);
    List<Record> rows = TestLake.rows(bronze);
    assertThat(rows).hasSize(79);
    assertThat(commit(bronze, groups).givenUp()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(exists(bronze, groups)).isTrue();
  }

  @Test
  void foreignCompactionMakesTheGroupGivenUp() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    ForeignTool.rewrite(bronze);
    assertThat(commit(bronze, groups).givenUp()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).hasSize(80);
  }

  @Test
  void rowsOfARollbackDoNotComeBack() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    bronze.manageSnapshots().rollbackTo(bronze.currentSnapshot().parentId()).commit();
    assertThat(commit(bronze, groups).givenUp()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).hasSize(60);
  }

  @Test
  void otherGroupsOfTheCommitAreReplaced() {
    Table bronze = tables.bronze();
    Compactions.setTarget(bronze, 4 * files(bronze).get(0).fileSizeInBytes());
    CompactPlan plan = plan(bronze, AT_ONCE);
    assertThat(plan.groups()).hasSizeGreaterThan(1);
    List<RewrittenGroup> groups = rewrite(bronze, plan);
    bronze.newDelete().deleteFile(plan.groups().get(0).files().get(0)).commit();
    List<Record> rows = TestLake.rows(bronze);
    CompactResult result = commit(bronze, groups);
    assertThat(result.givenUp()).isEqualTo(1);
    assertThat(result.groups()).isEqualTo(plan.groups().size() - 1);
    assertThat(TestLake.rows(bronze)).containsExactlyInAnyOrderElementsOf(rows);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSE_ANSWER", "BREAK_AFTER", "REFUSE_REPETITION"})
  void lostResponseCommitsOnceAndDeletesNothing(Fault.Action action) {
    Table bronze = tables.bronze();
    List<Record> rows = TestLake.rows(bronze);
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    tables.lake.catalog().next(action, BRONZE);
    assertThat(commit(bronze, groups).groups()).isEqualTo(1);
    assertThat(compactions(bronze)).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void unknownOutcomeKeepsTheFilesForTheRepetition() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    tables.lake.catalog().next(Fault.Action.LOSE_REQUEST, BRONZE);
    assertThatThrownBy(() -> commit(bronze, groups)).isInstanceOf(SystemFaultException.class);
    assertThat(exists(bronze, groups)).isTrue();
    assertThat(commit(bronze, groups).groups()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).hasSize(80);
  }

  /** The repetition has rewritten the files again, as a repeated Beam task does. */
  @Test
  void repeatedCommitChangesNothing() {
    Table bronze = tables.bronze();
    CompactPlan plan = plan(bronze, AT_ONCE);
    List<RewrittenGroup> first = rewrite(bronze, plan);
    List<RewrittenGroup> second = rewrite(bronze, plan);
    commit(bronze, first);
    assertThat(commit(bronze, second).groups()).isEqualTo(1);
    assertThat(compactions(bronze)).isEqualTo(1);
    assertThat(exists(bronze, first)).isTrue();
    assertThat(TestLake.rows(bronze)).hasSize(80);
  }

  /** Orphan removal may have deleted the files of a compaction that was suspended. */
  @Test
  void oldCompactionIsNotCommitted() {
    Table bronze = tables.bronze();
    CompactPlan plan =
        new CompactPlanner(bronze, Compactions.definition(bronze), AT_ONCE)
            .plan(Instant.now().plus(Duration.ofHours(13)));
    List<RewrittenGroup> groups = rewrite(bronze, plan);
    assertThatThrownBy(() -> commit(bronze, groups))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("compaction run-1/")
        .hasMessageContaining("maximum age of PT12H");
    assertThat(compactions(bronze)).isZero();
  }

  @Test
  void manyGroupsTakeAtMostTenCommits() {
    Table bronze = tables.bronze();
    for (int cycle = CYCLES + 1; cycle <= 24; cycle++) {
      tables.run("c" + cycle, NONE, 10L * cycle, 10L * cycle);
    }
    Compactions.setTarget(bronze, files(bronze).get(0).fileSizeInBytes() * 2);
    assertThat(plan(bronze, AT_ONCE).groups()).hasSizeGreaterThan(10);
    CompactResult result = Compactions.run(bronze);
    assertThat(result.commits()).isBetween(2, 10).isEqualTo((int) compactions(bronze));
    assertThat(TestLake.rows(bronze)).hasSize(480);
  }

  private static long compactions(Table table) {
    table.refresh();
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .map(Snapshot::summary)
        .filter(summary -> summary.containsKey("k2.maintain"))
        .count();
  }

  private static boolean exists(Table table, List<RewrittenGroup> groups) {
    return groups.stream()
        .map(group -> ((Written) group.outcome()).file().location())
        .allMatch(location -> table.io().newInputFile(location).exists());
  }
}
