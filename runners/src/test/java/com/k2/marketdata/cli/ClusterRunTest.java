package com.k2.marketdata.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.testing.K2Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRunTest {
  @TempDir private Path folder;

  @Test
  void jobIsThatOfThePipelineAndItsExchanges() {
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
  void clusterMustBeRunning() {
    SparkDistribution spark = new SparkDistribution(folder, folder);
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
