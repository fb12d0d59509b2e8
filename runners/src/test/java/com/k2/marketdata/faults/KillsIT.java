package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.FaultyFiles;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.ReadFaults;
import com.k2.marketdata.testing.Tables;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * I1 and I4: wherever a driver is killed, the next one continues from the tables' positions without
 * loss or duplicates. Outcomes that were committed do not change, although the next driver has
 * other rules. {@link HandOverKillsIT} has the kills after bronze's commit on Spark.
 */
class KillsIT {
  private static final String STRICT = "--maxTradeAge=1d";
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=600";

  private static LocalKafka kafka;
  private static PublishedTrades published;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    published = PublishedTrades.on(kafka, "binance", "trades", 3).publish(1_800);
  }

  @AfterAll
  static void stop() {
    published.close();
    kafka.close();
  }

  @ParameterizedTest
  @CsvSource({
    "halt_before@bronze_binance_trades#3", // files written, nothing committed
    "halt_after@silver_binance_trades#3",
  })
  void medallionKilledAtCommitLosesAndDuplicatesNothing(String fault, @TempDir Path state) {
    killMedallionAtCommit(fault, state);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "halt_after@bronze_binance_trades#3",
    "halt_after@silver_dlq_trades#3", // all but the group's offsets committed
  })
  void medallionKilledAtOtherCommitsLosesAndDuplicatesNothing(String fault, @TempDir Path state) {
    killMedallionAtCommit(fault, state);
  }

  private static void killMedallionAtCommit(String fault, Path state) {
    Drivers drivers = new Drivers(published, "DirectRunner", state);

    assertHalted(drivers.startWith(Fault.parse(fault), "medallion", SMALL_CYCLES, STRICT));
    Map<Integer, Long> judged = silverPosition(state);
    drivers.run("medallion");

    assertThat(judged).isNotEqualTo(published.ends());
    ExactlyOnce.of(state, published).judgedStrictlyBelow(judged).holds();
  }

  @Test
  void medallionKilledWhileReadingLosesAndDuplicatesNothing(@TempDir Path state) {
    killMedallionWhileReading("SparkRunner", state);
  }

  @Tag("long")
  @Test
  void directRunnerKilledWhileReadingLosesAndDuplicatesNothing(@TempDir Path state) {
    killMedallionWhileReading("DirectRunner", state);
  }

  private static void killMedallionWhileReading(String runner, Path state) {
    Drivers drivers = new Drivers(published, runner, state);

    assertHalted(
        drivers.start("medallion", Drivers.all(ReadFaults.haltAfter(900), SMALL_CYCLES, STRICT)));
    Map<Integer, Long> judged = silverPosition(state);
    drivers.run("medallion");

    // A first cycle of 100 offsets per partition, and one of 200.
    assertThat(judged.values()).allMatch(offset -> offset == 300);
    ExactlyOnce.of(state, published).judgedStrictlyBelow(judged).holds();
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "DirectRunner, halt_before@bronze_binance_trades#3",
    "SparkRunner, halt_after@bronze_binance_trades#3",
  })
  void bronzeKilledAtCommitLosesAndDuplicatesNothing(
      String runner, String fault, @TempDir Path state) {
    Drivers drivers = new Drivers(published, runner, state);

    assertHalted(drivers.startWith(Fault.parse(fault), "bronze", SMALL_CYCLES));
    drivers.run("bronze");

    ExactlyOnce.of(state, published).holdsInBronze();
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "DirectRunner, halt_before@silver_binance_trades#3",
    "DirectRunner, halt_after@silver_binance_trades#3",
  })
  void silverKilledAtCommitLosesAndDuplicatesNothing(
      String runner, String fault, @TempDir Path state) {
    Drivers drivers = new Drivers(published, runner, state);
    drivers.run("bronze");

    assertHalted(drivers.startWith(Fault.parse(fault), "silver", SMALL_CYCLES, STRICT));
    Map<Integer, Long> judged = silverPosition(state);
    drivers.run("silver");

    assertThat(judged).isNotEqualTo(published.ends());
    ExactlyOnce.of(state, published).judgedStrictlyBelow(judged).holds();
  }

  @Test
  void silverKilledWhileReadingLosesAndDuplicatesNothing(@TempDir Path state) {
    Drivers drivers = new Drivers(published, "DirectRunner", state);
    drivers.run("bronze", SMALL_CYCLES);

    assertHalted(
        drivers.start(
            "silver",
            Drivers.all(
                FaultyFiles.options(
                    state, FaultyFiles.Action.HALT_READ, "bronze_binance_trades", 2),
                SMALL_CYCLES,
                STRICT)));
    Map<Integer, Long> judged = silverPosition(state);
    drivers.run("silver");

    assertThat(judged).isNotEqualTo(published.ends());
    ExactlyOnce.of(state, published).judgedStrictlyBelow(judged).holds();
  }

  private static void assertHalted(DriverProcess driver) {
    try (driver) {
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(FaultyCatalog.HALTED);
    }
  }

  private static Map<Integer, Long> silverPosition(Path state) {
    return TableLedgers.read(Tables.of(state).table("silver_binance_trades"))
        .of(published.topic())
        .orElseThrow()
        .next();
  }
}
