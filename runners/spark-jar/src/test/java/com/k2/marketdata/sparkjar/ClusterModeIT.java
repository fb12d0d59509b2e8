package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in cluster mode: they run on a worker, and leave the other one for an executor. */
@Tag("long")
class ClusterModeIT {
  @TempDir private static Path folder;
  private static BusyCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new BusyCluster(folder);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void driverOnAWorkerFillsTheTables() throws Exception {
    try (DriverProcess feed = cluster.feed()) {
      feed.kill();
    }
    Path log = folder.resolve("done.log");
    Process submission = cluster.submit(DeployMode.CLUSTER, Map.of(), log);
    try {
      assertThat(submission.waitFor(10, TimeUnit.MINUTES)).isTrue();
      assertThat(submission.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      submission.destroyForcibly();
    }
    cluster.isExact();
  }

  /** The limit of cluster mode that the documents name: a driver must be submitted again. */
  @Test
  void restartOfTheMasterEndsSupervisedDrivers() throws Exception {
    try (DriverProcess feed = cluster.feed()) {
      long before = cycles();
      Process submission =
          cluster.submit(
              DeployMode.CLUSTER,
              Map.of("spark.driver.supervise", "true"),
              folder.resolve("supervised.log"),
              "--trigger=2s");
      try {
        Await.until(
            "two cycles are committed", () -> cycles() >= before + 2, ClusterModeIT::driverLogs);
        cluster.server("master").destroyForcibly();
        cluster.up();
        Await.until("the driver is gone", () -> drivers() == 0, ClusterModeIT::driverLogs);
      } finally {
        submission.destroyForcibly();
      }
      feed.kill();
    }
    cluster.endsExactly();
    assertThat(drivers()).isZero();
  }

  private static long drivers() {
    return cluster.onWorkers().stream().filter(ClusterModeIT::isDriver).count();
  }

  private static boolean isDriver(ProcessHandle process) {
    try {
      // Longer than what ProcessHandle returns.
      String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return command.contains("DriverWrapper");
    } catch (IOException e) {
      return false; // It has ended.
    }
  }

  private static long cycles() {
    return driverLogs().lines().filter(line -> line.contains("medallion-binance cycle=")).count();
  }

  /** What the supervised driver has logged, with the logs of earlier drivers. */
  private static String driverLogs() {
    return cluster.logs("driver-");
  }
}
