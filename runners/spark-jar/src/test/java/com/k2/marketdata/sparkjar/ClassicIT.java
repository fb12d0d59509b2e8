package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.Job;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.stack.LocalTopics;
import com.k2.marketdata.stack.StackStatus.Component;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.ClusterStack;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.RenderedCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four jobs of the original on a local cluster with the plan {@code classic}. */
@Tag("long")
class ClassicIT {
  private static final int STOPPED = 128 + 15;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Pattern LAG = Pattern.compile("\"lag\" : (\\d+)");

  @TempDir private Path folder;
  private SparkDistribution spark;
  private ClusterStack stack;

  @BeforeEach
  void start() throws IOException {
    spark = SparkJar.distribution();
    stack = ClusterStack.start(spark, folder.resolve("state"), "classic");
    Path binance = SampleTrades.binance(folder);
    stack.k2("feed", "--exchange=binance", "--file=" + binance, "--defects=0.01").succeeded();
    Path kraken = SampleTrades.kraken(folder);
    stack.k2("feed", "--exchange=kraken", "--format=frames", "--file=" + kraken).succeeded();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  /** As {@code bin/k2 up --cluster --plan=classic} prints them. */
  @Test
  void fourJobsRunBesideEachOther() {
    List<DriverProcess> drivers = new ArrayList<>();
    try {
      for (Job job : jobs()) {
        drivers.add(
            stack.run(job.pipeline(), "--exchange=" + job.exchanges().get(0), "--trigger=2s"));
      }
      drivers.forEach(driver -> driver.awaitLog("lag=0"));
      Await.until("all tables have all messages", POLL, this::isCaughtUp, () -> logs(drivers));
      assertThat(stack.cluster().status().components())
          .extracting(Component::name)
          .contains(
              "k2-bronze-binance", "k2-silver-binance", "k2-bronze-kraken", "k2-silver-kraken");
      drivers.forEach(DriverProcess::stop);
      drivers.forEach(driver -> assertThat(driver.exitCode()).as(driver::log).isEqualTo(STOPPED));
    } finally {
      drivers.forEach(DriverProcess::close);
    }
    assertVerified();
  }

  @Test
  void templatesOfTheFourJobsFillAllTables() throws Exception {
    for (Job job : jobs()) {
      RenderedCommand submit =
          new RenderedCommand(
              folder,
              folder,
              Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
              List.of(
                  "--to=spark-submit",
                  "--plan=classic",
                  "--job=" + job.name(),
                  "--master=" + stack.cluster().masterUrl().orElseThrow(),
                  "--sparkHome=" + spark.home()));
      submit.run(job.pipeline(), parameters(job));
    }
    assertVerified();
  }

  private List<Job> jobs() {
    return stack.cluster().plan().jobs();
  }

  private String parameters(Job job) {
    return """
        name: k2-%s
        parameters:
          bootstrapServers: '%s'
          catalogConfig: %s
          healthFile: %s
          trigger: once
        spark: {mainApplicationFile: %s}
        """
        .formatted(
            job.name(),
            stack.cluster().bootstrap().orElseThrow(),
            stack.cluster().catalogConfig(),
            folder.resolve(job.name() + ".health"),
            spark.jar());
  }

  private void assertVerified() {
    assertThat(isCaughtUp()).isTrue();
    assertThat(
            stack
                .k2("verify", "--cluster", "--contents", "--runner=DirectRunner")
                .succeeded()
                .out())
        .contains(
            "bronze_binance_trades",
            "silver_binance_trades",
            "bronze_kraken_trades",
            "silver_kraken_trades",
            "Clean: ");
  }

  /** Whether bronze and silver of both exchanges have a position, and it is Kafka's end. */
  private boolean isCaughtUp() {
    String positions = stack.k2("ledger", "show", "--cluster", "--format=json").succeeded().out();
    return LAG.matcher(positions).results().count() == (long) jobs().size() * LocalTopics.PARTITIONS
        && LAG.matcher(positions).results().allMatch(lag -> lag.group(1).equals("0"));
  }

  private static String logs(List<DriverProcess> drivers) {
    return drivers.stream().map(DriverProcess::log).collect(Collectors.joining("\n"));
  }
}
