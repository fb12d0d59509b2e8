package com.k2.marketdata.lake.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.lake.ledger.commit.CarryCommit;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.lake.write.TaskResult;
import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I9: a cycle is not committed if it was planned too long ago. */
class I9CycleAgeTest {
  private static final Duration MAX = Duration.ofHours(2);

  @TempDir private Path folder;
  private CycleFixture tables;
  private CycleFixture.Cycle cycle;
  private List<TaskResult> results;

  @BeforeEach
  void plan() {
    tables = new CycleFixture(folder, "trades");
    cycle = tables.cycle("c1", 10, 10);
    results = cycle.attempt("detail", CycleFixture.EVERY_FIFTH);
  }

  /** In minutes; a negative age is that of a clock that was set back. */
  @ParameterizedTest
  @ValueSource(longs = {121, -121})
  void oldCycleIsNotCommitted(long minutes) {
    assertThatThrownBy(() -> commit(Duration.ofMinutes(minutes)))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("Cycle c1 was planned at ")
        .hasMessageContaining("maximum age of PT2H (--maxCycleAge)")
        .hasMessageContaining("It was not committed to ");
    for (TableRole role : TableRole.values()) {
      assertThat(TestLake.rows(load(role))).as(role.words()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {119, -119})
  void youngCycleIsCommitted(long minutes) {
    commit(Duration.ofMinutes(minutes));
    assertThat(TestLake.rows(tables.bronze())).hasSize(20);
  }

  @Test
  void tableWithALowerAgeRefusesTheCycle() {
    CycleAge.record(tables.bronze(), Duration.ofMinutes(5));
    assertThatThrownBy(() -> commit(Duration.ofMinutes(6)))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("maximum age of PT5M");
    assertThat(TestLake.rows(tables.bronze())).isEmpty();
  }

  /** Suspended after the check and before the catalog's swap, while orphan removal set a fence. */
  @Test
  void fenceMakesASuspendedCommitCheckItsAge() {
    tables
        .lake
        .catalog()
        .beforeNext(
            CycleFixture.BRONZE,
            () -> {
              CycleAge.record(tables.bronze(), Duration.ofMinutes(5));
              new CarryCommit(tables.bronze(), "fence").commit(Table::newAppend);
            });
    assertThatThrownBy(() -> commit(Duration.ofMinutes(6)))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("maximum age of PT5M");
    assertThat(TestLake.rows(tables.bronze())).isEmpty();
  }

  @Test
  void recordedDeadLettersAreCompletedAtAnyAge() {
    tables.lake.catalog().next(Fault.Action.BREAK, CycleFixture.DEAD_LETTERS);
    assertThatThrownBy(() -> commit(Duration.ZERO)).isInstanceOf(SystemFaultException.class);
    assertThat(TestLake.rows(tables.deadLetters())).isEmpty();

    assertThatCode(() -> commit(Duration.ofDays(5))).doesNotThrowAnyException();
    assertThat(TestLake.rows(tables.deadLetters())).hasSize(4);
  }

  @Test
  void recordedAgeIsRaisedButNeverLowered() {
    Table table = tables.bronze();
    CycleAge.record(table, Duration.ofHours(1));
    assertThat(table.properties()).containsEntry("k2.max-cycle-age-ms", "3600000");
    CycleAge.record(table, Duration.ofHours(2));
    CycleAge.record(table, Duration.ofMinutes(1));
    assertThat(table.properties()).containsEntry("k2.max-cycle-age-ms", "7200000");
  }

  @Test
  void propertyThatIsNotANumberIsNamed() {
    Table table = tables.bronze();
    table.updateProperties().set(CycleAge.PROPERTY, "12h").commit();
    assertThatThrownBy(() -> CycleAge.record(table, Duration.ofHours(1)))
        .isInstanceOf(TableMismatchException.class)
        .hasMessageContaining("k2.max-cycle-age-ms")
        .hasMessageContaining("12h");
  }

  private void commit(Duration age) {
    CommitPlan plan = cycle.plan();
    CommitPlan aged =
        new CommitPlan(
            plan.catalog(),
            plan.topic(),
            plan.ranges(),
            plan.changes(),
            plan.limit(),
            new CycleAge(Instant.now().minus(age), MAX),
            null);
    new CycleCommit(aged).commit(results);
  }

  private Table load(TableRole role) {
    return tables.lake.load(role.tableOf(RawTrades.BINANCE));
  }
}
