package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.testing.K2Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRunTest {
  @TempDir private Path folder;

  @Test
  void jobMatchesPipelineAndExchanges() {
    ResourcePlan classic = ResourcePlan.of("classic");
    assertThat(run("bronze", "--exchange=kraken").job(classic).exchanges())
        .containsExactly("kraken");
    assertThat(run("silver", "--exchange=binance").job(classic).pipeline()).isEqualTo("silver");
    assertThat(run("medallion").job(ResourcePlan.of("lean")).name()).isEqualTo("medallion");
  }

  @Test
  void planWithoutSuchAJobIsNamed() {
    assertThatThrownBy(() -> run("bronze", "--exchange=binance").job(ResourcePlan.of("lean")))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "The plan lean has no job that runs bronze of binance. Its jobs are: medallion.");
  }

  @Test
  void commandHasTheNumbersOfThePlan() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            workers: {count: 2, cores: 4, memory: 4g, container: 8g}
            daemons: {heap: 52m, overhead: 104m}
            jobs:
              - name: trades
                pipeline: medallion
                exchanges: [binance, kraken]
                driver: {heap: 500m, overhead: 192m}
                executor: {heap: 600m, overhead: 224m, cores: 2, count: 3}
                rate: 100
                recordBytes: 200
                trigger: 10s
                maxRecordsPerCycle: 4000
            """);
    List<String> command =
        run("medallion", "--trigger=10s")
            .command(
                new SparkDistribution(folder, folder.resolve("k2.jar"), List.of()),
                ResourcePlan.of(plan.toString()),
                "spark://127.0.0.1:7077",
                "127.0.0.1:9092",
                Path.of("catalog.properties"))
            .command();
    assertThat(command)
        .contains(
            "spark.driver.memory=500m",
            "spark.executor.memory=600m",
            "spark.executor.cores=2",
            "spark.cores.max=6")
        .containsSubsequence("--master", "spark://127.0.0.1:7077", "--deploy-mode", "client")
        .containsSubsequence(
            "run",
            "medallion",
            "--trigger=10s",
            "--exchange=binance,kraken",
            "--bootstrapServers=127.0.0.1:9092",
            "--catalogConfig=catalog.properties",
            "--maxRecordsPerCycle=4000",
            "--jobName=k2-trades");
  }

  @Test
  void clusterMustBeRunning() {
    SparkDistribution spark = new SparkDistribution(folder, folder, List.of());
    assertThatThrownBy(() -> run("medallion", "--state=" + folder).command(spark))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("is not running. Start it with `k2 up --cluster`.");
  }

  @Test
  void planAppliesOnlyToACluster() {
    K2Run.of("up", "--plan=lean", "--state=" + folder)
        .failed(ExitCode.USAGE.code(), "--plan=lean applies only with --cluster.");
  }

  @Test
  void clusterNeedsWhatTheLauncherBuilds() {
    K2Run.of("up", "--cluster", "--state=" + folder)
        .failed(ExitCode.USAGE.code(), "k2.spark.home is not set. Run `bin/k2`");
    assertThat(folder).isEmptyDirectory();
  }

  private static ClusterRun run(String pipeline, String... arguments) {
    return new ClusterRun(pipeline, List.of(arguments));
  }
}
