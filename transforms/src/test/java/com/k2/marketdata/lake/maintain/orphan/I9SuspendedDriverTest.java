package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.commit.CycleCommit;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I9: a driver that was suspended inside its commit commits no files that were removed. */
class I9SuspendedDriverTest {
  private static final Duration MAX = Duration.ofSeconds(8);

  @TempDir private Path folder;
  private CycleFixture tables;
  private CycleFixture.Cycle cycle;
  private List<TaskResult> results;
  private long removed;

  @BeforeEach
  void plan() {
    tables = new CycleFixture(folder, "trades");
    tables.run("c1", CycleFixture.EVERY_FIFTH, 10, 10);
    List.of(tables.bronze(), tables.silver(), tables.deadLetters())
        .forEach(table -> CycleAge.record(table, MAX));
    cycle = tables.cycle("c2", 20, 20);
    results = cycle.attempt("detail", CycleFixture.EVERY_FIFTH);
  }

  @Test
  void bronzeFilesThatWereRemovedAreNotCommitted() {
    suspendBefore(CycleFixture.BRONZE, CycleFixture.BRONZE);
    requireRefused();
    assertReadable(tables.bronze(), 20);
  }

  /** Dead letters are committed in two steps; the first is silver's commit. */
  @Test
  void intentWhoseFilesWereRemovedIsNotCommitted() {
    suspendBefore(CycleFixture.SILVER, CycleFixture.DEAD_LETTERS);
    requireRefused();
    assertReadable(tables.silver(), 16);
    assertReadable(tables.deadLetters(), 4);
    assertThat(tables.ledger(tables.silver()).cycle()).isEqualTo("c1");
    tables.run("c3", CycleFixture.EVERY_FIFTH, 20, 20);
    assertReadable(tables.deadLetters(), 8);
  }

  /** Until the cycle is too old, between the check of its age and the swap of a table. */
  private void suspendBefore(String commit, String cleaned) {
    tables
        .lake
        .catalog()
        .beforeNext(
            commit,
            () -> {
              assertThatCode(() -> Thread.sleep(MAX.plusMillis(1).toMillis()))
                  .doesNotThrowAnyException();
              removed = removeOrphans(cleaned).deleted();
            });
  }

  private OrphanResult removeOrphans(String table) {
    return OrphanRun.delete(
        OrphanSearch.of(
            tables.lake.config(),
            table,
            OrphanSettings.DEFAULTS
                .allowingYoung()
                .withAge(MAX.multipliedBy(2))
                .withMaxShare(1)
                .executing(),
            new MaintenanceRun("test"),
            Instant.now().plus(MAX.multipliedBy(3))));
  }

  private void requireRefused() {
    CommitPlan plan = cycle.plan();
    CommitPlan planned =
        new CommitPlan(
            plan.catalog(),
            plan.topic(),
            plan.ranges(),
            plan.changes(),
            plan.limit(),
            CycleAge.startingNow(Duration.ofHours(12)),
            null);
    assertThatThrownBy(() -> new CycleCommit(planned).commit(results))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("maximum age of PT8S");
    assertThat(removed).isPositive();
  }

  private static void assertReadable(Table table, int rows) {
    assertThatCode(() -> assertThat(TestLake.rows(table)).hasSize(rows)).doesNotThrowAnyException();
  }
}
