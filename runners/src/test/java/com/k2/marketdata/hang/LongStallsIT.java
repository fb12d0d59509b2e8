package com.k2.marketdata.hang;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.stack.process.FreePorts;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.ReadFaults;
import com.k2.marketdata.testing.SparkHome;
import com.k2.marketdata.testing.SparkStandalone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers with the default timeout, and other cases that take minutes. */
@Tag("long")
class LongStallsIT {
  private static final long TEN_MINUTES = 600;
  private static final List<String> HEAP = List.of("-Xmx512m");

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path folder;
  private Market market;
  private Path reading;

  @BeforeEach
  void open() {
    market = Market.open(kafka, folder.resolve("state"), 1);
    reading = folder.resolve("reading");
  }

  @Test
  void taskOfFiveMinutesWithProgressSurvives() {
    market.publish(0, 5_100);
    try (DriverProcess driver =
        start("local[1]", ReadFaults.slow(50, 3_000, reading), "--trigger=once")) {
      assertThat(driver.exitCode(TEN_MINUTES)).as(driver::log).isZero();
      assertThat(driver.log()).containsPattern("read=5000 .* ms=3\\d{5} ");
    }
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void blockedTaskEndsTheDriverAfterThreeMinutes() {
    market.publish(0, 100);
    try (DriverProcess driver = start("local[1]", ReadFaults.block(reading))) {
      assertThat(driver.exitCode(TEN_MINUTES)).as(driver::log).isEqualTo(ExitCode.STALLED.code());
      assertThat(driver.log()).contains("made no progress for 180 s");
    }
  }

  @Test
  void slowTaskOfAnExecutorSurvives() throws IOException {
    market.publish(0, 5_000);
    try (DriverProcess driver =
        startWithExecutor(ReadFaults.slow(50, 800, reading), "--trigger=once")) {
      assertThat(driver.exitCode(TEN_MINUTES)).as(driver::log).isZero();
      assertThat(driver.log()).contains("read=4900").doesNotContain("no progress");
    }
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void blockedTaskOfAnExecutorEndsTheDriver() throws IOException {
    market.publish(0, 100);
    try (DriverProcess driver = startWithExecutor(ReadFaults.block(reading))) {
      assertThat(driver.exitCode(TEN_MINUTES)).as(driver::log).isEqualTo(ExitCode.STALLED.code());
      assertThat(driver.log()).contains("Running tasks: 1. None reports a change of its metrics");
    }
    assertThat(reading).exists();
  }

  @Test
  void suspendedDriverContinuesAfterwards() {
    market.publish(0, 2_000);
    try (DriverProcess driver =
        start(
            "local[1]",
            ReadFaults.slow(50, 1_000, reading),
            "--trigger=once",
            "--stallTimeout=30s")) {
      Await.until("a task reads", () -> Files.exists(reading), driver::log);
      driver.suspend();
      Await.pause(40_000);
      driver.resume();
      assertThat(driver.exitCode()).as(driver::log).isZero();
    }
    market.assertExactlyOnce();
    market.assertVerified();
  }

  /** Spark gives up after a minute, and stops the context. */
  @Test
  void masterThatNeverAnswersEndsTheDriver() {
    market.publish(0, 100);
    try (DriverProcess driver = start("spark://127.0.0.1:" + FreePorts.any(), new String[0])) {
      assertThat(driver.exitCode(TEN_MINUTES))
          .as(driver::log)
          .isEqualTo(ExitCode.SYSTEM_FAULT.code());
      assertThat(driver.log()).contains("All masters are unresponsive").doesNotContain("retrying");
    }
  }

  /** The timeout is longer than the first task of a cold executor on a busy machine. */
  @Test
  void executorsLostWithTheirTasksEndTheDriver() throws IOException {
    market.publish(0, 100);
    try (SparkStandalone spark = SparkStandalone.start(folder.resolve("spark"), 1, "600m");
        DriverProcess driver =
            spark.driver(
                market,
                List.of("-Dspark.executor.memory=480m"),
                "medallion",
                List.of(Drivers.all(ReadFaults.slow(1, 3_000, reading), "--stallTimeout=60s")))) {
      Await.until("a task reads", () -> Files.exists(reading), driver::log);
      spark.killMaster();
      spark.killWorker();
      assertThat(driver.exitCode(TEN_MINUTES)).as(driver::log).isEqualTo(ExitCode.STALLED.code());
      assertThat(driver.log()).contains("No executor is left; 1 lost");
    }
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  /** Starts a driver whose executor is a process of its own, and sends its metrics. */
  private DriverProcess startWithExecutor(String[] fault, String... options) throws IOException {
    SparkHome home = SparkHome.in(folder.resolve("spark"));
    return market.startProcess(
        List.of("-Xmx512m", "-Dspark.executor.memory=500m"),
        home.environment(),
        "medallion",
        List.of(
            Drivers.all(
                Drivers.all(fault, options),
                "--runner=SparkRunner",
                "--sparkMaster=local-cluster[1,1,600]",
                home.filesToStage(),
                "--stallTimeout=40s")));
  }

  private DriverProcess start(String master, String[] fault, String... options) {
    return market.startProcess(
        HEAP,
        Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
        "medallion",
        List.of(
            Drivers.all(
                Drivers.all(fault, options),
                "--runner=SparkRunner",
                "--sparkMaster=" + master,
                "--maxFailedCycles=8")));
  }
}
