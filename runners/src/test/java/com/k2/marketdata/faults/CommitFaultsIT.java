package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyFiles;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.Tables;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** I3 and I4: unanswered and refused commits and retried tasks, in complete pipelines. */
class CommitFaultsIT {
  private static final String BRONZE = "bronze_binance_trades";
  private static final String SILVER = "silver_binance_trades";
  private static final String DEAD_LETTERS = "silver_dlq_trades";
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=600";

  /** Small enough that a cycle has several tasks. */
  private static final String SMALL_TASKS = "--minRecordsPerTask=200";

  private static LocalKafka kafka;
  private static PublishedTrades published;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    published = PublishedTrades.on(kafka, "binance", "trades", 3).publish(3_000);
  }

  @AfterAll
  static void stop() {
    published.close();
    kafka.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Action.class,
      names = {"LOSE_ANSWER", "LOSE_REQUEST", "REFUSE", "BREAK", "BREAK_AFTER"})
  void aFaultyCommitLosesAndDuplicatesNothing(Fault.Action action, @TempDir Path state) {
    Drivers drivers = new Drivers(published, "DirectRunner", state);

    drivers.run(
        "medallion",
        Drivers.all(
            drivers.faults(
                new Fault(action, BRONZE, 1),
                new Fault(action, BRONZE, 3),
                new Fault(action, SILVER, 2),
                new Fault(action, SILVER, 5),
                new Fault(action, DEAD_LETTERS, 1),
                new Fault(action, DEAD_LETTERS, 4)),
            SMALL_CYCLES,
            "--maxFailedCycles=6"));

    ExactlyOnce.of(state, published).holds();
  }

  @ParameterizedTest
  @CsvSource({"LOSE_ANSWER, 0", "BREAK_AFTER, 0", "LOSE_REQUEST, 3", "REFUSE, 0"})
  void aRetriedCommitTaskRecognizesItsCommit(
      Fault.Action action, int failedCycles, @TempDir Path state) {
    Drivers drivers = new Drivers(published, "SparkRunner", state);

    drivers.run(
        "medallion",
        Drivers.all(
            drivers.faults(
                new Fault(action, BRONZE, 2),
                new Fault(action, SILVER, 2),
                new Fault(action, DEAD_LETTERS, 2)),
            SMALL_TASKS,
            "--sparkMaster=local[2,4]",
            "--maxFailedCycles=" + failedCycles));

    ExactlyOnce.of(state, published).holds();
  }

  @ParameterizedTest
  @CsvSource({BRONZE, SILVER, DEAD_LETTERS})
  void theFilesOfARetriedTaskCountOnce(String table, @TempDir Path state) {
    new Drivers(published, "SparkRunner", state)
        .run(
            "medallion",
            Drivers.all(
                FaultyFiles.options(state, FaultyFiles.Action.FAIL_WRITE, table, 2),
                SMALL_TASKS,
                "--sparkMaster=local[2,4]",
                "--maxFailedCycles=0"));

    ExactlyOnce.of(state, published).holds();
  }

  @Test
  void failedTaskWithoutRetriesOnlyFailsItsCycle(@TempDir Path state) {
    new Drivers(published, "DirectRunner", state)
        .run(
            "medallion",
            Drivers.all(
                FaultyFiles.options(state, FaultyFiles.Action.FAIL_WRITE, SILVER, 2),
                SMALL_CYCLES,
                "--maxFailedCycles=1"));

    ExactlyOnce.of(state, published).holds();
  }

  @Test
  void catalogThatKeepsFailingIsASystemFault(@TempDir Path state) {
    Drivers drivers = new Drivers(published, "DirectRunner", state);

    assertThatThrownBy(
            () ->
                drivers.run(
                    "medallion",
                    Drivers.all(
                        drivers.faults(
                            new Fault(Fault.Action.BREAK, BRONZE, 3),
                            new Fault(Fault.Action.BREAK, BRONZE, 4)),
                        SMALL_CYCLES,
                        "--maxFailedCycles=1")))
        .isInstanceOf(SystemFaultException.class);
    assertThat(Tables.of(state).rows(BRONZE)).hasSize(300); // the first cycle
    drivers.run("medallion");

    ExactlyOnce.of(state, published).holds();
  }
}
