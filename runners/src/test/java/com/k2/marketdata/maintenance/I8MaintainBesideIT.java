package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I8: maintenance in a loop and a pipeline do not disturb each other. */
@Tag("long")
class I8MaintainBesideIT {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @Test
  void maintainsBesideARunningPipeline() {
    beside(Duration.ofSeconds(40));
  }

  @Test
  @Tag("long")
  void maintainsBesideARunningPipelineForLong() {
    beside(Duration.ofMinutes(5));
  }

  private void beside(Duration duration) {
    Market market = Market.open(kafka, state, 2);
    market.publish(0, 20);
    market.run("medallion", "--maxCycleAge=30s").succeeded();
    Path health = state.resolve("health");
    try (DriverProcess pipeline =
            market.startProcess(
                "medallion",
                // A slow machine may take longer for a cycle, which is then planned again.
                List.of(
                    "--trigger=200ms",
                    "--maxCycleAge=30s",
                    "--maxFailedCycles=5",
                    "--retryBackoff=100ms"));
        DriverProcess maintain =
            market.startMaintain(
                "--execute",
                "--trigger=500ms",
                "--young",
                "--settle=0s",
                "--snapshotAge=1s",
                "--minSnapshots=2",
                "--maxSnapshots=2",
                "--orphanAge=60s",
                "--healthFile=" + health)) {
      pipeline.awaitLog("starts on");
      long end = System.nanoTime() + duration.toNanos();
      while (System.nanoTime() < end) {
        market.publish(0, 5);
        market.publish(1, 5);
        List<String> messages = market.messages();
        Await.until(
            "the pipeline has caught up",
            () -> !pipeline.isAlive() || market.coordinates(SILVER, DEAD_LETTERS).equals(messages),
            pipeline::log);
        assertThat(pipeline.isAlive()).as(pipeline::log).isTrue();
        assertThat(maintain.isAlive()).as(maintain::log).isTrue();
      }
      Await.until(
          "maintenance is healthy", () -> read(health).startsWith("healthy"), maintain::log);
      maintain.stop();
      assertThat(maintain.exitCode()).isEqualTo(143);
      assertThat(maintain.log()).contains("Expired ");
    }
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
