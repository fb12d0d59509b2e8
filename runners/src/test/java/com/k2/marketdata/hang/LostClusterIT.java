package com.k2.marketdata.hang;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.ReadFaults;
import com.k2.marketdata.testing.SparkStandalone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers whose real Spark cluster fails under them: each ends by itself, with the code that makes
 * a supervisor start it again. The last test destroys the cluster.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LostClusterIT {
  private static final List<String> JVM =
      List.of("-Dspark.executor.memory=480m", "-Dspark.executor.heartbeatInterval=500ms");

  /** The driver retries eight times for more than a minute. */
  private static final Duration AT_ONCE = Duration.ofSeconds(45);

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private static Path sparkFolder;
  private static SparkStandalone spark;

  @TempDir private Path folder;
  private Market market;

  @BeforeAll
  static void start() throws IOException {
    spark = SparkStandalone.start(sparkFolder, 1, "600m");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void open() {
    market = Market.open(kafka, folder.resolve("state"), 1);
    market.publish(0, 100);
    spark.awaitIdle();
  }

  @Test
  @Order(1)
  void executorThatDoesNotFitEndsTheDriver() {
    long begin = System.nanoTime();
    try (DriverProcess driver =
        spark.driver(
            market,
            List.of("-Dspark.executor.memory=2g", "-Dspark.executor.heartbeatInterval=500ms"),
            "medallion",
            List.of("--stallTimeout=5s"))) {
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.STALLED.code());
      print("no executor fits, with a timeout of 5 s: the driver ends", begin);
      assertThat(driver.log()).contains("made no progress for 5 s. No executor has registered.");
    }
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  @Order(2)
  void killedApplicationEndsTheDriverAtOnce() {
    try (DriverProcess driver = start("--stallTimeout=3m")) {
      spark.awaitExecutor(driver);
      long begin = System.nanoTime();
      spark.killApplication();
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.SYSTEM_FAULT.code());
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      print("the application is killed: the driver ends", begin);
      assertThat(driver.log())
          .containsAnyOf("The Spark application has ended", "Spark has ended the application")
          .doesNotContain("retrying in");
    }
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  /**
   * The new master has the executors of an application that it does not know ended, and gives the
   * driver no others.
   */
  @Tag("long")
  @Test
  @Order(3)
  void masterRestartedWithoutRecoveryEndsTheDriver() throws IOException {
    try (DriverProcess driver =
        spark.driver(market, JVM, "medallion", List.of("--trigger=1s", "--stallTimeout=30s"))) {
      driver.awaitLog("lag=0");
      long begin = System.nanoTime();
      spark.killMaster();
      spark.restartMaster();
      spark.awaitIdle();
      market.publish(0, 100);
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.STALLED.code());
      print("the master is started again without recovery: the driver ends", begin);
      assertThat(driver.log()).contains("No executor is left; 1 lost");
    }
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Tag("long")
  @Test
  @Order(4)
  void executorsLostWithTheMasterEndTheDriver() {
    try (DriverProcess driver = start("--stallTimeout=30s")) {
      spark.awaitExecutor(driver);
      spark.killMaster();
      spark.killWorker();
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.STALLED.code());
      assertThat(driver.log())
          .containsAnyOf("No executor is left; 1 lost", "No executor has registered");
    }
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  private static void print(String what, long begin) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
  }

  private DriverProcess start(String stallTimeout) {
    return spark.driver(
        market,
        JVM,
        "medallion",
        List.of(
            Drivers.all(
                ReadFaults.slow(1, 1_000, folder.resolve("reading")),
                "--trigger=1h",
                "--maxFailedCycles=8",
                stallTimeout)));
  }
}
