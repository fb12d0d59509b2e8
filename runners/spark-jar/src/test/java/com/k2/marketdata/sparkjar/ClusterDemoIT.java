package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.ClusterStack;
import com.k2.marketdata.testing.DriverProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with {@code --cluster}, as a user types them. */
@Tag("long")
class ClusterDemoIT {
  private static final long TEN_MINUTES = 600;

  @TempDir private Path folder;
  private ClusterStack stack;

  @BeforeEach
  void prepare() {
    stack = ClusterStack.prepare(SparkJar.distribution(), folder.resolve("state"), "lean");
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void demoStartsAClusterAndFillsItsTables() {
    assertThat(k2("demo", "--cluster"))
        .contains(
            "Spark worker 2 is ready",
            "$ bin/k2 run medallion --exchange=binance,kraken --cluster",
            "spark-submit --master spark://127.0.0.1:",
            "$ bin/k2 verify --cluster",
            "All done in",
            "The cluster is still running.");
    assertThat(k2("up", "--cluster"))
        .contains("The Spark master is already running on spark://127.0.0.1:")
        .doesNotContain("Starting");
    assertThat(k2("verify", "--cluster", "--contents")).contains("Clean: ");
    assertThat(k2("status")).contains("master", "worker-2", "postgres");
    assertThat(k2("down"))
        .contains("Spark worker 1 stopped", "PostgreSQL stopped", "Kafka stopped");
  }

  /** Runs a command to its end, and returns its output. */
  private String k2(String... command) {
    try (DriverProcess k2 = stack.start(command)) {
      assertThat(k2.exitCode(TEN_MINUTES)).as(k2::log).isZero();
      return k2.log();
    }
  }
}
