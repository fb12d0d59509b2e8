package com.k2.marketdata.lake.maintain.orphan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.commit.CommitPlan;
import com.k2.marketdata.lake.commit.CycleCommit;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.maintain.MaintenanceRun;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSearch;
import com.k2.marketdata.lake.maintain.orphan.search.OrphanSettings;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I9: a driver that was suspended inside its commit commits no files that were removed. */
class I9SuspendedDriverTest {
  private static final Duration MAX = Duration.ofHours(1);

  @TempDir private Path folder;
  private CycleFixture tables;
  private CycleFixture.Cycle cycle;
  private List<TaskResult> results;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
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

  /** The wall clock of the driver. */
  private final class Wall extends Clock {
    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  /** Until the cycle is too old, between the check of its age and the swap of a table. */
  private void suspendBefore(String commit, String cleaned) {
    tables
        .lake
        .catalog()
        .beforeNext(
            commit,
            () -> {
              now.updateAndGet(instant -> instant.plus(MAX).plusMillis(1));
              removed = removeOrphans(cleaned).deleted();
            });
  }

  private OrphanResult removeOrphans(String table) {
    return OrphanRun.delete(
        OrphanSearch.of(
            tables.lake.config(),
            table,
            OrphanSettings.DEFAULTS.withAge(MAX.multipliedBy(2), true).withMaxShare(1).executing(),
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
            new CycleAge(now.get(), Duration.ofHours(12), new Wall()),
            null);
    assertThatThrownBy(() -> new CycleCommit(planned).commit(results))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("maximum age of PT1H");
    assertThat(removed).isPositive();
  }

  private static void assertReadable(Table table, int rows) {
    assertThatCode(() -> assertThat(TestLake.rows(table)).hasSize(rows)).doesNotThrowAnyException();
  }
}
