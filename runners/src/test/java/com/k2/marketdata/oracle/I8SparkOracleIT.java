package com.k2.marketdata.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.SparkProcedures;
import com.k2.marketdata.testing.SparkSql;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I8: expiry and orphan removal delete what Spark's procedures would, and nothing else. */
class I8SparkOracleIT {
  @AutoClose private static final SparkSql spark = SparkSql.start();

  @TempDir private Path state;
  @TempDir private Path scratch;
  @TempDir private Path plans;

  @Test
  void deletesWhatSparkWouldDelete() {
    deletesWhatSparkWouldDelete(4);
  }

  @Test
  @Tag("long")
  void deletesWhatSparkWouldDeleteOfTwoThousandFiles() {
    deletesWhatSparkWouldDelete(1);
  }

  private void deletesWhatSparkWouldDelete(int parts) {
    Upkeep upkeep =
        Upkeep.ofAgedTable(
            LocalCatalog.in(state, "market_data"),
            parts,
            state.resolve("warehouse"),
            SparkProcedures::path);
    SparkProcedures procedures = SparkProcedures.of(spark, state);
    MaintenancePlan plan = upkeep.plan(plans);

    SparkProcedures.Deletions expiry =
        procedures.rehearseExpiry(
            AgedTable.NAME,
            scratch,
            upkeep.snapshotsBefore(),
            "retain_last => " + upkeep.minSnapshots());
    assertThat(upkeep.paths(plan.expired())).isEqualTo(new TreeSet<>(expiry.files()));
    Set<Long> kept = new TreeSet<>(TableViews.snapshots(upkeep.table()));
    kept.removeAll(plan.snapshots());
    assertThat(kept).isEqualTo(snapshotsOfTheCopy());
    assertThat(plan.snapshots()).hasSizeGreaterThan(300 / parts);

    SparkProcedures.Deletions orphans =
        procedures.orphans(
            AgedTable.NAME, true, "older_than => " + SparkProcedures.at(upkeep.orphansBefore()));
    assertThat(upkeep.paths(plan.orphans())).isEqualTo(upkeep.planted().removed());
    Set<Path> bySpark = new TreeSet<>(upkeep.planted().removed());
    bySpark.addAll(upkeep.planted().kept());
    assertThat(new TreeSet<>(orphans.files())).isEqualTo(bySpark);

    upkeep.executesExactly(plan, 10, plans);
  }

  /** Decision 19: K2 has references in ledgers, which other engines do not read. */
  @Test
  void intentsAreReferencesForK2Only() {
    CycleFixture tables = new CycleFixture(state, "trades");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> tables.run("c2", CycleFixture.EVERY_FIFTH, 20, 20))
        .isInstanceOf(SystemFaultException.class);
    Set<String> pending = new TreeSet<>();
    DeadLetterFiles.read(tables.deadLetters(), tables.ledger(tables.silver()).intent().list())
        .forEach(file -> pending.add(file.location()));

    Instant now = Instant.now().plus(Duration.ofDays(5));
    Path file = plans.resolve("plan.jsonl");
    MaintainCall.at(
        now,
        tables.lake.config(),
        List.of("--tables=" + CycleFixture.DEAD_LETTERS, "--steps=orphans", "--plan=" + file));
    Set<Path> byK2 = new TreeSet<>();
    MaintenancePlan.read(file).orphans().forEach(path -> byK2.add(SparkProcedures.path(path)));
    PlantedOrphans.setTimes(
        SparkProcedures.path(tables.deadLetters().location()),
        Instant.now().minus(Duration.ofDays(4)));
    Set<Path> bySpark =
        new TreeSet<>(
            SparkProcedures.of(spark, state).orphans(CycleFixture.DEAD_LETTERS, true).files());

    assertThat(bySpark).containsAll(byK2);
    bySpark.removeAll(byK2);
    assertThat(bySpark).filteredOn(path -> path.toString().contains("k2-intent-")).hasSize(2);
    bySpark.removeIf(path -> path.toString().contains("k2-intent-"));
    assertThat(bySpark)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(pending.stream().map(SparkProcedures::path).toList());
  }

  private Set<Long> snapshotsOfTheCopy() {
    return spark
        .run(
            scratch.toString(),
            "SELECT snapshot_id FROM k2.market_data." + AgedTable.NAME + ".snapshots")
        .rows()
        .stream()
        .map(row -> ((Number) row.get("snapshot_id")).longValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
