package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds take turns at a job on a local cluster while messages arrive. The system property
 * {@value #FORMER_JAR} names the jar of the former build. Without it, the former build is a copy of
 * this one. In both cases it gets a version of its own, by which silver's ledger shows which build
 * judged which messages.
 */
@Tag("long")
class UpgradeIT {
  static final String FORMER_JAR = "k2.former.jar";

  private static final int KILLED = 128 + 9;
  private static final int STOPPED = 128 + 15;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int CYCLES = 2;

  @TempDir private Path folder;
  private SparkBuild newer;
  private SparkBuild former;

  @BeforeEach
  void builds() throws IOException {
    newer = SparkBuild.of(SparkJar.path());
    String given = System.getProperty(FORMER_JAR);
    SparkBuild original = given == null ? newer : SparkBuild.of(Path.of(given));
    former =
        original.copiedTo(folder.resolve("k2-former-spark.jar"), original.version() + "-former");
  }

  /** From the start of the cluster to the second cycle after the return. */
  @Test
  void upgradeAndReturnTakeUnderFiveMinutes() throws IOException {
    long begin = System.nanoTime();
    try (BusyCluster cluster = new BusyCluster(folder);
        DriverProcess feed = cluster.feed("--defects=0.01")) {
      print("the cluster is up and messages arrive", begin);
      runUntilStopped(cluster, former, begin);
      runUntilStopped(cluster, newer, begin);
      try (DriverProcess driver = start(cluster, former)) {
        print("the former build runs again", begin);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
        stop(driver);
      }

      endsExactly(cluster, feed);

      assertThat(versions(cluster))
          .containsExactly(former.version(), newer.version(), former.version(), newer.version());
    }
  }

  @Test
  void eachBuildContinuesAfterTheOtherIsKilled() throws IOException {
    long begin = System.nanoTime();
    try (BusyCluster cluster = new BusyCluster(folder);
        DriverProcess feed = cluster.feed("--defects=0.01")) {
      killAfterSilver(cluster, former);
      print("the former build was killed", begin);
      try (DriverProcess driver = start(cluster, newer)) {
        print("the newer build runs, " + pending(driver), begin);
        killAfterSilver(cluster, driver);
      }
      print("the newer build was killed", begin);
      try (DriverProcess driver = start(cluster, former)) {
        print("the former build runs, " + pending(driver), begin);
        stop(driver);
      }

      endsExactly(cluster, feed);

      assertThat(versions(cluster))
          .containsExactly(former.version(), newer.version(), former.version(), newer.version());
    }
  }

  private static void runUntilStopped(BusyCluster cluster, SparkBuild build, long begin) {
    try (DriverProcess driver = start(cluster, build)) {
      print(build.version() + " runs", begin);
      stop(driver);
    }
    print(build.version() + " is stopped", begin);
  }

  /** Starts a build's job, and waits for its first cycles. */
  private static DriverProcess start(BusyCluster cluster, SparkBuild build) {
    DriverProcess driver = cluster.runWith(build.jar(), "--trigger=2s");
    BusyCluster.awaitCycles(driver, CYCLES);
    return driver;
  }

  private static void stop(DriverProcess driver) {
    driver.stop();
    assertThat(driver.exitCode()).as(driver::log).isEqualTo(STOPPED);
  }

  private static void killAfterSilver(BusyCluster cluster, SparkBuild build) {
    try (DriverProcess driver = start(cluster, build)) {
      killAfterSilver(cluster, driver);
    }
  }

  /** Kills the driver right after a commit to silver, before or after that of its dead letters. */
  private static void killAfterSilver(BusyCluster cluster, DriverProcess driver) {
    long before = silverCommits(cluster);
    Await.until("silver is committed", () -> silverCommits(cluster) > before, driver::log);
    driver.processes().stream().skip(1).forEach(ProcessHandle::destroyForcibly);
    assertThat(driver.exitCode()).as(driver::log).isEqualTo(KILLED);
  }

  /** Executors commit. */
  private static long silverCommits(BusyCluster cluster) {
    return cluster
        .logs("app-")
        .lines()
        .filter(line -> line.contains("silver_binance_trades as "))
        .count();
  }

  private static String pending(DriverProcess driver) {
    return driver.log().contains("ended before its dead letters were appended")
        ? "after it appended dead letters of the other one"
        : "and found all dead letters in their table";
  }

  /** Stops the messages, processes the rest with the newer build, and verifies the tables. */
  private static void endsExactly(BusyCluster cluster, DriverProcess feed) {
    feed.kill();
    cluster.endsExactly();
    cluster.isExact("--contents");
  }

  /** The versions that judged silver's messages, in the order of the offsets. */
  private static List<String> versions(BusyCluster cluster) throws IOException {
    String json =
        cluster
            .k2("ledger", "show", "--cluster", "--exchange=binance", "--format=json")
            .succeeded()
            .out();
    List<String> versions = new ArrayList<>();
    for (JsonNode position : new ObjectMapper().readTree(json)) {
      position.path("judged").forEach(entry -> versions.add(entry.path("version").asText()));
    }
    return versions;
  }

  private static void print(String what, long begin) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
  }
}
