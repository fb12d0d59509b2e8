package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.ReadFaults;
import com.k2.marketdata.testing.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How drivers end: on a signal, and on errors that stop them. */
class StopIT {
  /** The exit code of a JVM that was ended by SIGTERM. */
  private static final int TERMINATED = 143;

  private static final String[] TABLES = {
    "bronze_binance_trades", "silver_binance_trades", "silver_dlq_trades"
  };

  private static LocalKafka kafka;
  private static PublishedTrades published;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    published = PublishedTrades.on(kafka, "binance", "trades", 3).publish(300);
  }

  @AfterAll
  static void stop() {
    published.close();
    kafka.close();
  }

  @Test
  void aStopSignalLetsTheRunningCycleFinish(@TempDir Path folder) {
    stopWithGrace("SparkRunner", folder);
  }

  @Tag("long")
  @Test
  void aStopSignalLetsDirectRunnersCycleFinish(@TempDir Path folder) {
    stopWithGrace("DirectRunner", folder);
  }

  private static void stopWithGrace(String runner, Path folder) {
    Path state = folder.resolve("state");
    Path reading = folder.resolve("reading");
    try (DriverProcess driver = startSlowReader(runner, state, reading, "--stopGrace=120s")) {
      Await.until("a cycle is reading", () -> Files.exists(reading), driver::log);

      driver.stop();

      assertThat(driver.exitCode()).as(driver::log).isEqualTo(TERMINATED);
      assertThat(driver.log().lines())
          .as(driver::log)
          .anyMatch(line -> line.contains(" cycle="))
          .last()
          .asString()
          .contains("is done: it was asked to stop");
    }
    ExactlyOnce.of(state, published).holds();
  }

  @Test
  void stopSignalWithoutGraceCancelsTheRunningCycle(@TempDir Path folder) {
    stopWithoutGrace("SparkRunner", folder);
  }

  @Tag("long")
  @Test
  void stopSignalWithoutGraceCancelsDirectRunnersCycle(@TempDir Path folder) {
    stopWithoutGrace("DirectRunner", folder);
  }

  private static void stopWithoutGrace(String runner, Path folder) {
    Path state = folder.resolve("state");
    Path reading = folder.resolve("reading");
    try (DriverProcess driver = startSlowReader(runner, state, reading, "--stopGrace=0s")) {
      Await.until("a cycle is reading", () -> Files.exists(reading), driver::log);

      driver.stop();

      assertThat(driver.exitCode()).as(driver::log).isEqualTo(TERMINATED);
      assertThat(driver.log())
          .contains("was stopped during a cycle; no table is half written")
          .contains("is done: it was asked to stop")
          .doesNotContain(" cycle=");
    }
    for (String table : TABLES) {
      assertThat(Tables.of(state).rows(table)).as(table).isEmpty();
    }
    new Drivers(published, runner, state).run("medallion");

    ExactlyOnce.of(state, published).holds();
  }

  @Test
  void tooManyDeadLettersPreventTheCommit(@TempDir Path state) {
    Drivers drivers = new Drivers(published, "DirectRunner", state);
    try (DriverProcess driver =
        drivers.start("medallion", "--maxRejectedShare=0.05", "--minRecordsForRejectedShare=100")) {
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.REJECTED_SHARE.code());
    }
    for (String table : TABLES) {
      assertThat(Tables.of(state).rows(table)).as(table).isEmpty();
    }
  }

  @Test
  void onHoleExitEndsTheDriver(@TempDir Path state)
      throws ExecutionException, InterruptedException {
    try (PublishedTrades holed = PublishedTrades.on(kafka, "binance", "holed", 1).publish(100)) {
      Drivers drivers = new Drivers(holed, "DirectRunner", state);
      drivers.run("medallion");
      holed.publish(100);
      try (Admin admin = kafka.admin()) {
        admin
            .deleteRecords(
                Map.of(new TopicPartition("holed", 0), RecordsToDelete.beforeOffset(150)))
            .all()
            .get();
      }

      assertThatThrownBy(() -> drivers.run("medallion", "--onHole=exit"))
          .isInstanceOf(HoleException.class)
          .hasMessageContaining("offsets 100 to 149");
      assertThat(Tables.of(state).rows("bronze_binance_trades")).hasSize(100);
    }
  }

  /** Starts a driver whose only cycle takes seconds to read. */
  private static DriverProcess startSlowReader(
      String runner, Path state, Path reading, String stopGrace) {
    return new Drivers(published, runner, state)
        .start(
            "medallion", Drivers.all(ReadFaults.slow(10, 100, reading), "--trigger=1h", stopGrace));
  }
}
