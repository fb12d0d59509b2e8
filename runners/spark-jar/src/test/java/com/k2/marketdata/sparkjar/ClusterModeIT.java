package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.MasterPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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

  /**
   * The limit of cluster mode that the documents name: the new master may kill the driver. It does
   * if the worker registers before it has answered the master's request for its drivers, and not
   * otherwise, so that both must end well.
   */
  @Test
  void restartOfTheMasterLosesAndDuplicatesNothing() throws Exception {
    try (DriverProcess feed = cluster.feed()) {
      Process submission =
          cluster.submit(
              DeployMode.CLUSTER,
              Map.of("spark.driver.supervise", "true"),
              folder.resolve("supervised.log"),
              "--trigger=2s");
      try {
        awaitCycles("two cycles are committed", () -> false);
        cluster.server("master").destroyForcibly();
        cluster.up();
        awaitCycles("two more cycles are committed, or the driver is gone", () -> drivers() == 0);
        if (drivers() > 0) {
          cluster.masterPage().kill(MasterPage.Kind.DRIVER);
        }
        Await.until("the driver is gone", () -> drivers() == 0, ClusterModeIT::driverLogs);
      } finally {
        submission.destroyForcibly();
      }
      feed.kill();
    }
    cluster.endsExactly();
    assertThat(drivers()).isZero();
  }

  private static void awaitCycles(String what, BooleanSupplier orElse) {
    long end = cycles() + 2;
    Await.until(what, () -> cycles() >= end || orElse.getAsBoolean(), ClusterModeIT::driverLogs);
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
