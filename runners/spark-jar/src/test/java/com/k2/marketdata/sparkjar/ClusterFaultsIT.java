package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import com.k2.marketdata.testing.DriverProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of a local cluster while messages arrive and a job runs every two seconds in client mode:
 * the job continues or ends with the right code, and the tables are exact. Prints the seconds that
 * each recovery took.
 */
@Tag("long")
class ClusterFaultsIT {
  private static final int KILLED = 128 + 9;
  private static final int STOPPED = 128 + 15;
  private static final long FIVE_MINUTES = 300;

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
  void jobSurvivesItsExecutors() throws IOException {
    try (DriverProcess feed = cluster.feed();
        DriverProcess driver = driver()) {
      recovers("an executor is killed", driver, () -> cluster.onWorkers().get(0).destroyForcibly());
      recovers("all executors are killed", driver, ClusterFaultsIT::killExecutors);
      endsExactly(feed, driver);
    }
  }

  @Test
  void jobSurvivesItsWorkers() throws IOException {
    try (DriverProcess feed = cluster.feed();
        DriverProcess driver = driver()) {
      recovers("a worker is killed", driver, () -> cluster.kill("worker-1"));
      recovers("the worker is started again", driver, cluster::up);
      endsExactly(feed, driver);
    }
  }

  @Test
  void jobSurvivesItsMaster() throws IOException {
    try (DriverProcess feed = cluster.feed();
        DriverProcess driver = driver()) {
      recovers("the master is killed", driver, () -> cluster.kill("master"));
      recovers("the master is started again", driver, cluster::up);
      recovers("the executors are killed after the master", driver, ClusterFaultsIT::killExecutors);
      endsExactly(feed, driver);
    }
  }

  @Test
  void killedDriverIsStartedAgain() throws IOException {
    try (DriverProcess feed = cluster.feed();
        DriverProcess killed = driver()) {
      killed.processes().stream().skip(1).forEach(ProcessHandle::destroyForcibly);
      assertThat(killed.exitCode()).as(killed::log).isEqualTo(KILLED);
      long begin = System.nanoTime();
      try (DriverProcess driver = driver()) {
        print("the driver is killed", begin);
        endsExactly(feed, driver);
      }
    }
  }

  @Test
  void executorsThatDieAtTheirStartEndTheDriver() throws IOException {
    try (DriverProcess feed = cluster.feed()) {
      feed.kill();
    }
    long begin = System.nanoTime();
    try (DriverProcess driver =
        cluster.submit(
            DeployMode.CLIENT,
            Map.of("spark.executor.extraJavaOptions", "-XX:MaxMetaspaceSize=1m"))) {
      assertThat(driver.exitCode(FIVE_MINUTES))
          .as(driver::log)
          .isIn(ExitCode.SYSTEM_FAULT.code(), ExitCode.STALLED.code());
      print("executors die at their start: the driver ends", begin);
    }
    cluster.endsExactly();
  }

  /** Starts the plan's job, and waits for its first cycles. */
  private static DriverProcess driver() {
    DriverProcess driver = cluster.run("--trigger=2s");
    BusyCluster.awaitCycles(driver, 2);
    return driver;
  }

  /** The job commits two more cycles after a fault. */
  private static void recovers(String what, DriverProcess driver, Runnable fault) {
    long begin = System.nanoTime();
    long before = BusyCluster.cycles(driver);
    fault.run();
    BusyCluster.awaitCycles(driver, before + 2);
    print(what, begin);
  }

  private static void killExecutors() {
    cluster.onWorkers().forEach(ProcessHandle::destroyForcibly);
  }

  /** Stops everything, processes what is left, and verifies the tables. */
  private static void endsExactly(DriverProcess feed, DriverProcess driver) {
    feed.kill();
    driver.stop();
    assertThat(driver.exitCode()).as(driver::log).isEqualTo(STOPPED);
    cluster.endsExactly();
  }

  private static void print(String what, long begin) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
  }
}
