package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.testing.ClusterStack;
import com.k2.marketdata.testing.RenderedCommand;
import java.io.IOException;
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
  @TempDir private Path folder;
  private ClusterStack stack;
  private RenderedCommand submit;

  @BeforeEach
  void start() throws IOException {
    SparkDistribution spark = SparkJar.distribution();
    stack = ClusterStack.start(spark, folder.resolve("state"), "lean");
    Path binance = SampleTrades.binance(folder);
    feed("--exchange=binance", "--file=" + binance, "--defects=0.01", "--seed=7");
    feed("--exchange=kraken", "--format=frames", "--file=" + SampleTrades.kraken(folder));
    submit =
        new RenderedCommand(
            folder,
            folder,
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
            List.of(
                "--to=spark-submit",
                "--master=" + stack.cluster().masterUrl().orElseThrow(),
                "--sparkHome=" + spark.home()));
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
    assertThat(submit.run("maintain", file("trigger: once, " + healthFile())))
        .contains("silver_kraken_trades");
    assertThat(submit.run("replay", file("exchange: binance, execute: true")))
        .contains("REJECTED AGAIN");
    assertThat(submit.run("verify", file("contents: true")))
        .contains("silver_binance_trades", "silver_kraken_trades")
        .contains("Clean: 4,076 rows; 0 duplicates, 0 missing, ");
  }

  private String once(String exchange) {
    return file("trigger: once, exchange: " + exchange + ", " + healthFile());
  }

  /** A value with a space. */
  private String healthFile() {
    return "healthFile: '" + folder.resolve("my health") + "'";
  }

  private String file(String parameters) {
    boolean usesKafka = !parameters.startsWith("trigger: once, healthFile:");
    return """
        name: rendered-submission
        parameters: {%s, catalogConfig: %s%s}
        spark:
          mainApplicationFile: '%s'
          driver: {javaOptions: -Dk2.first=1 -Dk2.second=2, env: [{name: K2_IT, value: two words}]}
          executor: {env: [{name: K2_IT, value: two words}]}
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
}
