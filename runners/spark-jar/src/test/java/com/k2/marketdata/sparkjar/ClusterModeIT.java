package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.MasterPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in cluster mode: they run on a worker, and leave the other one for an executor. */
@Tag("long")
class ClusterModeIT {
  private static final long TEN_MINUTES = 600;

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
  void driverOnAWorkerFillsTheTables() throws IOException {
    try (DriverProcess feed = cluster.feed()) {
      feed.kill();
    }
    try (DriverProcess submission = cluster.submit(DeployMode.CLUSTER, Map.of())) {
      assertThat(submission.exitCode(TEN_MINUTES)).as(submission::log).isZero();
    }
    cluster.isExact();
  }

  /**
   * The limit of cluster mode that the documents name: the new master may kill the driver. It does
   * if the worker registers before it has answered the master's request for its drivers, and not
   * otherwise, so that both must end well.
   */
  @Test
  void restartOfTheMasterLosesAndDuplicatesNothing() throws IOException {
    try (DriverProcess feed = cluster.feed()) {
      try (DriverProcess submission = submitSupervised("--trigger=2s")) {
        awaitCycles("two cycles are committed", () -> false);
        long begin = System.nanoTime();
        cluster.kill("master");
        cluster.up();
        awaitCycles("two more cycles are committed, or the driver is gone", () -> drivers() == 0);
        print(
            "the master is killed and started again: the driver "
                + (drivers() == 0 ? "is killed" : "continues"),
            begin);
        if (drivers() > 0) {
          endDriver(submission);
        }
      }
      feed.kill();
    }
    cluster.endsExactly();
    assertThat(drivers()).isZero();
  }

  /** Also after SIGTERM, with which a driver exits with code 143. */
  @Test
  void supervisedDriverIsRestartedAfterSigterm() throws IOException {
    try (DriverProcess feed = cluster.feed()) {
      try (DriverProcess submission = submitSupervised("--trigger=2s")) {
        awaitCycles("two cycles are committed", () -> false);
        Set<Long> before = driverPids();
        long begin = System.nanoTime();
        driverProcesses().forEach(ProcessHandle::destroy);
        Await.until(
            "another driver runs",
            () -> drivers() > 0 && driverPids().stream().noneMatch(before::contains),
            ClusterModeIT::driverLogs);
        awaitCycles("two more cycles are committed", () -> false);
        print("a supervised driver is stopped with SIGTERM", begin);
        endDriver(submission);
      }
      feed.kill();
    }
    cluster.endsExactly();
  }

  /** Without {@code --onFatal=hold}, a wrong option is a restart loop. */
  @Test
  void supervisedDriverIsRestartedAfterAUsageError() {
    try (DriverProcess submission = submitSupervised("--trigger=soon")) {
      Await.until(
          "the driver has failed three times",
          () ->
              driverLogs().lines().filter(line -> line.contains("is not a duration")).count() >= 3,
          ClusterModeIT::driverLogs);
      endDriver(submission);
    }
  }

  private static DriverProcess submitSupervised(String trigger) {
    SparkSubmitCommand submit = cluster.submission(DeployMode.CLUSTER, Map.of(), trigger);
    List<String> command = new ArrayList<>(submit.command());
    // The setting spark.driver.supervise has no effect.
    command.add(1, "--supervise");
    return DriverProcess.start(submit.environment(), command);
  }

  /** Ends the driver for good, as an operator can. */
  private static void endDriver(DriverProcess submission) {
    cluster.masterPage().kill(MasterPage.Kind.DRIVER);
    Await.until("the driver is gone", () -> drivers() == 0, () -> submission.log() + driverLogs());
  }

  private static void awaitCycles(String what, BooleanSupplier orElse) {
    long end = cycles() + 2;
    Await.until(what, () -> cycles() >= end || orElse.getAsBoolean(), ClusterModeIT::driverLogs);
  }

  private static long drivers() {
    return driverProcesses().size();
  }

  private static Set<Long> driverPids() {
    return driverProcesses().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private static List<ProcessHandle> driverProcesses() {
    return cluster.onWorkers().stream().filter(ClusterModeIT::isDriver).toList();
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

  private static void print(String what, long begin) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
  }
}
