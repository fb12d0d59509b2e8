package com.k2.marketdata.lake.maintain.compact;

import static com.k2.marketdata.lake.maintain.compact.Compactions.AT_ONCE;
import static com.k2.marketdata.lake.maintain.compact.Compactions.commit;
import static com.k2.marketdata.lake.maintain.compact.Compactions.deleteRow;
import static com.k2.marketdata.lake.maintain.compact.Compactions.deleteRowsWhere;
import static com.k2.marketdata.lake.maintain.compact.Compactions.fileOf;
import static com.k2.marketdata.lake.maintain.compact.Compactions.files;
import static com.k2.marketdata.lake.maintain.compact.Compactions.load;
import static com.k2.marketdata.lake.maintain.compact.Compactions.plan;
import static com.k2.marketdata.lake.maintain.compact.Compactions.rewrite;
import static com.k2.marketdata.testing.CycleFixture.BRONZE;
import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.CycleFixture.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.compact.RewrittenGroup.Written;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
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

  /** Equality deletes apply to files with a lower data sequence number. */
  @Test
  void rowsDeletedByEqualityDoNotComeBack() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    deleteRowsWhere(bronze, groups.get(0).group().files().get(0), "offset", 7L);
    List<Record> rows = TestLake.rows(bronze);
    assertThat(rows).hasSize(78);
    assertThat(commit(bronze, groups).groups()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void missingFileOfTheTableIsAFailure() throws IOException {
    Table bronze = tables.bronze();
    CompactPlan plan = plan(bronze, AT_ONCE);
    String missing = plan.groups().get(0).files().get(3).location();
    Files.delete(Path.of(missing.replaceFirst("^file:", "")));
    List<RewrittenGroup> groups = rewrite(bronze, plan);
    CompactResult result = commit(bronze, groups);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.givenUp()).isZero();
    assertThat(result.reasons().get(0)).contains(missing, "bin/k2 verify");
    bronze.newDelete().deleteFile(missing).commit();
    assertThat(commit(bronze, groups).givenUp()).isEqualTo(1);
  }

  @Test
  void foreignCompactionMakesTheGroupGivenUp() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = rewrite(bronze, plan(bronze, AT_ONCE));
    ForeignTool.rewrite(bronze);
    assertThat(commit(bronze, groups).givenUp()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).hasSize(80);
  }

  /** None of the group's files are those of the cycle that is rolled back. */
  @Test
  void planFromBeforeARollbackIsGivenUp() {
    Table bronze = tables.bronze();
    RewriteGroup planned = plan(bronze, AT_ONCE).groups().get(0);
    RewriteGroup older = RewriteGroup.of(planned.basis(), planned.files().subList(0, 4), 0);
    List<RewrittenGroup> groups = List.of(new GroupRewriter(bronze).rewrite(older));
    bronze.manageSnapshots().rollbackTo(bronze.currentSnapshot().parentId()).commit();
    assertThat(commit(bronze, groups).givenUp()).isEqualTo(1);
    assertThat(TestLake.rows(bronze)).hasSize(60);
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
    Compactions.setTarget(bronze, 39 * files(bronze).get(0).fileSizeInBytes() / 10);
    CompactPlan plan = plan(bronze, AT_ONCE);
    assertThat(plan.groups()).hasSizeGreaterThan(1);
    List<RewrittenGroup> groups = rewrite(bronze, plan);
    bronze.newDelete().deleteFile(plan.groups().get(0).files().get(0)).commit();
    List<Record> rows = TestLake.rows(bronze);
    CompactResult result = commit(bronze, groups);
    assertThat(result.givenUp()).isEqualTo(1);
    assertThat(result.groups()).isEqualTo(plan.groups().size() - 1);
    assertThat(TestLake.rows(bronze)).containsExactlyInAnyOrderElementsOf(rows);
    CompactResult repeated = commit(bronze, groups);
    assertThat(repeated.groups()).isEqualTo(result.groups());
    assertThat(repeated.givenUp()).isEqualTo(1);
    assertThat(repeated.commits()).isZero();
    assertThat(compactions(bronze)).isEqualTo(1);
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
    CompactResult result = commit(bronze, groups);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.reasons().get(0)).contains("unknown whether compaction run-1/");
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
    RewriteGroup planned = plan(bronze, AT_ONCE).groups().get(0);
    RewriteGroup old = RewriteGroup.of(oldBasis(bronze), planned.files(), 0);
    CompactResult result = commit(bronze, List.of(new GroupRewriter(bronze).rewrite(old)));
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.reasons().get(0))
        .contains("compaction run-1/")
        .contains("maximum age of PT12H");
    assertThat(compactions(bronze)).isZero();
  }

  /** The tables before it may have taken hours. */
  @Test
  void ageCountsFromTheTablesOwnPlan() {
    Table bronze = tables.bronze();
    CompactPlan plan =
        new CompactPlanner(bronze, Compactions.definition(bronze), AT_ONCE)
            .plan(Instant.now().plus(Duration.ofHours(13)));
    assertThat(commit(bronze, rewrite(bronze, plan)).groups()).isEqualTo(1);
  }

  @Test
  void failedCommitKeepsTheAccountOfEarlierOnes() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = new ArrayList<>();
    PlanBasis basis = append(bronze, 20, groups);
    PlanBasis old = oldBasis(bronze);
    List<RewrittenGroup> planned = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      RewriteGroup group = groups.get(i).group();
      planned.add(
          new RewrittenGroup(
              RewriteGroup.of(i < 8 ? basis : old, group.files(), 0), groups.get(i).outcome()));
    }
    CompactResult result = commit(bronze, planned);
    assertThat(result.groups()).isEqualTo(8);
    assertThat(result.commits()).isEqualTo(1);
    assertThat(result.failed()).isEqualTo(12);
    assertThat(result.reasons().get(0)).contains("maximum age of PT12H");
  }

  @Test
  void manyGroupsTakeAtMostTenCommits() {
    Table bronze = tables.bronze();
    List<RewrittenGroup> groups = new ArrayList<>();
    append(bronze, 95, groups);
    CompactResult result = commit(bronze, groups);
    assertThat(result.groups()).isEqualTo(95);
    assertThat(result.commits()).isEqualTo(10);
    assertThat(compactions(bronze)).isEqualTo(10);
    assertThat(RewriteCommit.batchSize(1)).isEqualTo(8);
    assertThat(RewriteCommit.batchSize(81)).isEqualTo(9);
    assertThat(RewriteCommit.batchSize(800)).isEqualTo(80);
  }

  /** Adds groups of two files each, in the order of their days, that exist in metadata only. */
  private static PlanBasis append(Table table, int count, List<RewrittenGroup> groups) {
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String day = "ingestion_date=" + LocalDate.of(2025, 1, 1).plusDays(i);
      files.add(fileOf(table, day, 100));
      files.add(fileOf(table, day, 100));
    }
    TestLake.append(table, files);
    PlanBasis basis =
        PlanBasis.of(table.currentSnapshot(), CycleAge.startingNow(Duration.ofHours(12)));
    for (int i = 0; i < count; i++) {
      List<DataFile> group = files.subList(2 * i, 2 * i + 2);
      groups.add(
          new RewrittenGroup(
              RewriteGroup.of(basis, List.copyOf(group), 0),
              new Written(
                  DataFiles.builder(table.spec())
                      .copy(group.get(0))
                      .withPath(group.get(0).location() + ".new")
                      .build())));
    }
    return basis;
  }

  private static PlanBasis oldBasis(Table table) {
    return PlanBasis.of(
        table.currentSnapshot(),
        new CycleAge(Instant.now().minus(Duration.ofHours(13)), Duration.ofHours(12)));
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
