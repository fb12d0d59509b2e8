package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.Tables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * I3: if two drivers run on the same tables, one of them commits; the other ends and changes
 * nothing.
 */
class RacesIT {
  private static final String EVERY_SECOND = "--trigger=1s";
  private static final String STRICT = "--maxTradeAge=1d";
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=600";

  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void aSecondDriverEndsWithAConflict(@TempDir Path state) {
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "same", 3)) {
      Drivers drivers = new Drivers(published, "DirectRunner", state);
      drivers.run("medallion");
      try (DriverProcess one = drivers.start("medallion", EVERY_SECOND);
          DriverProcess other = drivers.start("medallion", EVERY_SECOND)) {
        published.publishDuring(
            () ->
                Await.until(
                    "a driver ends",
                    () -> !one.isAlive() || !other.isAlive(),
                    () -> one.log() + other.log()));
        assertConflictAndStop(one, other);
      }
      drivers.run("medallion");

      ExactlyOnce.of(state, published).holds();
    }
  }

  @Test
  void medallionConflictsWithBronzeAndSilver(@TempDir Path state) {
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "other", 3)) {
      Drivers drivers = new Drivers(published, "DirectRunner", state);
      drivers.run("medallion");
      try (DriverProcess medallion = drivers.start("medallion", EVERY_SECOND);
          DriverProcess bronze = drivers.start("bronze", EVERY_SECOND);
          DriverProcess silver = drivers.start("silver", EVERY_SECOND)) {
        published.publishDuring(
            () ->
                Await.until(
                    "one side ends",
                    () -> !medallion.isAlive() || (!bronze.isAlive() && !silver.isAlive()),
                    () -> medallion.log() + bronze.log() + silver.log()));
        assertConflictAndStop(medallion, bronze, silver);
      }
      drivers.run("medallion");

      ExactlyOnce.of(state, published).holds();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DirectRunner, pause_before@silver_binance_trades#3",
  })
  void zombieEndsWithAConflictAndChangesNothing(String runner, String fault, @TempDir Path state) {
    suspend(runner, fault, state);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "SparkRunner, pause_after@silver_binance_trades#3",
    "DirectRunner, pause_before@bronze_binance_trades#3",
    "DirectRunner, pause_after@silver_dlq_trades#3",
  })
  void zombieElsewhereEndsWithAConflict(String runner, String fault, @TempDir Path state) {
    suspend(runner, fault, state);
  }

  private static void suspend(String runner, String fault, Path state) {
    String topic = fault.replaceAll("[@#]", "-");
    try (PublishedTrades published =
        PublishedTrades.on(kafka, "binance", topic, 3).publish(1_800)) {
      Drivers drivers = new Drivers(published, runner, state);
      try (DriverProcess zombie =
          drivers.startWith(Fault.parse(fault), "medallion", SMALL_CYCLES, STRICT)) {
        zombie.awaitPause();
        Map<Integer, Long> judged = silverPosition(state, topic);
        drivers.run("medallion");
        List<Long> before = snapshots(state);

        zombie.resume();

        assertThat(zombie.exitCode()).as(zombie::log).isEqualTo(ExitCode.CONFLICT.code());
        assertThat(snapshots(state)).isEqualTo(before);
        ExactlyOnce.of(state, published).judgedStrictlyBelow(judged).holds();
      }
    }
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"DirectRunner, 6", "SparkRunner, 2"})
  void driversKilledAtRandomLoseAndDuplicateNothing(
      String runner, int rounds, @TempDir Path state) {
    Random random = new Random(20_260_101);
    try (PublishedTrades published =
        PublishedTrades.on(kafka, "binance", "random-" + runner, 3).publish(1_000)) {
      Drivers drivers = new Drivers(published, runner, state);
      published.publishDuring(
          () -> {
            for (int round = 0; round < rounds; round++) {
              try (DriverProcess driver =
                  drivers.start("medallion", EVERY_SECOND, "--maxRecordsPerCycle=300")) {
                driver.awaitLog("starts on");
                Await.pause(random.nextInt(3_000));
                driver.kill();
              }
            }
          });
      drivers.run("medallion");

      ExactlyOnce.of(state, published).holds();
    }
  }

  /** Asserts that the drivers that ended had a conflict, and stops the others. */
  private static void assertConflictAndStop(DriverProcess... drivers) {
    List<DriverProcess> running = Stream.of(drivers).filter(DriverProcess::isAlive).toList();
    for (DriverProcess driver : drivers) {
      if (!running.contains(driver)) {
        assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.CONFLICT.code());
      }
    }
    running.forEach(DriverProcess::stop);
    running.forEach(DriverProcess::exitCode);
  }

  private static Map<Integer, Long> silverPosition(Path state, String topic) {
    return TableLedgers.read(Tables.of(state).table("silver_binance_trades"))
        .of(topic)
        .orElseThrow()
        .next();
  }

  private static List<Long> snapshots(Path state) {
    return Stream.of("bronze_binance_trades", "silver_binance_trades", "silver_dlq_trades")
        .map(table -> Tables.of(state).table(table).currentSnapshot().snapshotId())
        .toList();
  }
}
