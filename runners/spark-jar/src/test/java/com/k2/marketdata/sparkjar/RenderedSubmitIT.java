package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.Job;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.testing.ClusterStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every template as a {@code spark-submit} command on the local cluster. */
@Tag("long")
class RenderedSubmitIT {
  private static final String BINANCE = "binance_rest_trades_gocryptotrader.csv.gz";
  private static final String KRAKEN = "kraken_ws_v1_frames_cryptofeed.txt.gz";

  @TempDir private Path folder;
  private ClusterStack stack;
  private RenderedCommand submit;

  @BeforeEach
  void start() throws IOException {
    Path home = Path.of("../stock-spark/target/home").toAbsolutePath().normalize();
    SparkDistribution spark = new SparkDistribution(home, SparkJar.path(), List.of());
    stack = ClusterStack.start(spark, folder.resolve("state"), "lean");
    feed("--exchange=binance", "--file=" + sample(BINANCE), "--defects=0.01", "--seed=7");
    feed("--exchange=kraken", "--format=frames", "--file=" + sample(KRAKEN));
    submit =
        new RenderedCommand(
            folder,
            folder,
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            List.of(
                "--to=spark-submit",
                "--master=" + stack.cluster().masterUrl().orElseThrow(),
                "--sparkHome=" + home));
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void everyTemplateRunsToACleanVerification() throws Exception {
    submit.run("medallion", once("binance"));
    submit.run("bronze", once("kraken"));
    submit.run("silver", once("kraken"));
    assertThat(submit.run("maintain", file("trigger: once"))).contains("silver_kraken_trades");
    submit.run("replay", file("exchange: binance, execute: true"));
    assertThat(submit.run("verify", file("contents: true"))).contains("Clean: ");
  }

  private String once(String exchange) {
    return file("trigger: once, exchange: " + exchange);
  }

  private String file(String parameters) {
    boolean usesKafka = !parameters.equals("trigger: once");
    return """
        parameters: {%s, catalogConfig: %s%s}
        spark: {mainApplicationFile: 'local://%s'}
        """
        .formatted(
            parameters,
            stack.cluster().catalogConfig(),
            usesKafka
                ? ", bootstrapServers: '" + stack.cluster().bootstrap().orElseThrow() + "'"
                : "",
            SparkJar.path());
  }

  private void feed(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "feed";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    stack.k2(all).succeeded();
  }

  private Path sample(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Job.class.getResourceAsStream("/com/k2/marketdata/sample/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }
}
