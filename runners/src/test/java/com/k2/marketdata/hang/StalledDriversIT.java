package com.k2.marketdata.hang;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.ReadFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers whose tasks hang or are slow, in processes with Spark's local mode. */
class StalledDriversIT {
  private static final List<String> JVM =
      List.of("-Xmx512m", "-Dspark.executor.heartbeatInterval=500ms");

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path folder;
  private Market market;
  private Path reading;
  private Path health;

  @BeforeEach
  void open() {
    market = Market.open(kafka, folder.resolve("state"), 1);
    reading = folder.resolve("reading");
    health = folder.resolve("health");
  }

  @Test
  void blockedTaskEndsTheDriver() throws IOException {
    market.publish(0, 100);
    try (DriverProcess driver = start("SparkRunner", ReadFaults.block(reading))) {
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(ExitCode.STALLED.code());
      assertThat(driver.log())
          .contains("made no progress for 30 s. Running tasks: 1. None reports a change")
          .contains("The process exits with code 11")
          .doesNotContain("retrying", "gives up", " cycle=");
    }
    assertThat(reading).exists();
    assertThat(health).content().startsWith("unhealthy\npipeline: ");
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  /** The cycle takes longer than the timeout. */
  @Tag("long")
  @Test
  void slowTaskThatMakesProgressSurvives() {
    market.publish(0, 3_500);
    try (DriverProcess driver = start("SparkRunner", ReadFaults.slow(50, 700, reading))) {
      driver.awaitLog("read=3400");
      assertThat(driver.log()).doesNotContain("progress");
      assertThat(health).hasContent("healthy\n");
      driver.stop();
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(143);
    }
    market.assertExactlyOnce();
    market.assertVerified();
  }

  /** This runner does not report every kind of progress, so the driver is not ended. */
  @Test
  @Tag("long")
  void blockedTaskOfDirectRunnerIsOnlyUnhealthy() {
    market.publish(0, 100);
    try (DriverProcess driver = start("DirectRunner", ReadFaults.block(reading))) {
      Await.until("the driver is unhealthy", () -> Files.exists(health), driver::log);
      assertThat(health).content().startsWith("unhealthy\npipeline: ");
      // A driver that ends logs this before it writes the file.
      assertThat(driver.log()).doesNotContain("The process exits with code");
      assertThat(driver.isAlive()).isTrue();
    }
  }

  private DriverProcess start(String runner, String[] fault) {
    List<String> options = new ArrayList<>(List.of(fault));
    options.addAll(
        List.of(
            "--runner=" + runner,
            "--trigger=1h",
            // Longer than the first task of a busy machine.
            "--stallTimeout=30s",
            "--healthFile=" + health,
            "--maxFailedCycles=8"));
    if (runner.equals("SparkRunner")) {
      options.add("--sparkMaster=local[1]");
    }
    return market.startProcess(JVM, Map.of(), "medallion", options);
  }
}
