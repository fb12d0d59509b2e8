package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.SampleData;
import com.k2.marketdata.compose.ComposeProcesses;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.WebPages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docker-compose.yml} without containers. */
@Tag("long")
class ComposeIT {
  private static final int STOPPED_BY_SIGTERM = 143;

  @TempDir private Path folder;

  @Test
  void servicesOfLeanStartInOrderAndFillTheTables() throws IOException {
    try (ComposeProcesses stack = start("lean")) {
      stack.awaitOutput("lean-medallion", "silver_kraken_trades as snapshot");
      stack.awaitOutput("lean-medallion", "lag=0");
      stack.awaitHealthy("lean-medallion");
      stack.awaitHealthy("maintain");
      stack.awaitHealthy("lean-worker-1");
      stack.awaitHealthy("lean-worker-2");

      assertThat(stack.run("verify")).contains("silver_binance_trades", "Clean: ");
      assertThat(measurements(stack)).containsPattern("metrics_master_aliveWorkers_Value.* 2");
      assertThat(stack.stop("lean-medallion")).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(stack.output("lean-medallion")).doesNotContain("secret-");
    }
  }

  @Test
  void servicesOfClassicStartInOrderAndFillTheTables() throws IOException {
    try (ComposeProcesses stack = start("classic")) {
      for (String exchange : List.of("binance", "kraken")) {
        for (String pipeline : List.of("bronze", "silver")) {
          String job = "classic-" + pipeline + "-" + exchange;
          stack.awaitOutput(job, pipeline + "_" + exchange + "_trades as snapshot");
          stack.awaitOutput(job, "lag=0");
          stack.awaitHealthy(job);
        }
      }
      stack.awaitHealthy("classic-worker-1");
      stack.awaitHealthy("classic-worker-2");
      assertThat(stack.run("verify"))
          .contains("silver_binance_trades", "silver_kraken_trades", "Clean: ");
    }
  }

  /** Starts the services of a plan, and publishes trades of both exchanges. */
  private ComposeProcesses start(String plan) throws IOException {
    Path home = Path.of("../..").toAbsolutePath().normalize();
    Path spark = home.resolve("runners/stock-spark/target/home");
    ComposeProcesses stack = new ComposeProcesses(home, folder, plan, spark, SparkJar.path());
    try {
      stack.up(plan);
      feed(stack);
    } catch (IOException | RuntimeException | Error e) {
      stack.close();
      throw e;
    }
    return stack;
  }

  private void feed(ComposeProcesses stack) throws IOException {
    SampleData samples = SampleData.copyTo(folder.resolve("samples"));
    feed(stack, "--exchange=binance", "--file=" + samples.binanceCsv().get(0));
    feed(stack, "--exchange=kraken", "--format=frames", "--file=" + samples.krakenFrames());
  }

  /** The trades are moved to the present, since Kafka deletes older ones. */
  private static void feed(ComposeProcesses stack, String exchange, String... file) {
    String[] all = new String[file.length + 5];
    all[0] = "feed";
    all[1] = exchange;
    all[2] = "--bootstrap=" + stack.address("kafka") + ":9092";
    all[3] = "--registry=" + stack.registry();
    all[4] = "--stamp=now";
    System.arraycopy(file, 0, all, 5, file.length);
    K2Run.of(all).succeeded();
  }

  /** What Prometheus reads from the master. */
  private static String measurements(ComposeProcesses stack) {
    String master = "http://" + stack.address("spark-master") + ":8080";
    return WebPages.text(URI.create(master + "/metrics/prometheus/"));
  }
}
