package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.ResourcePlan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The settings have the numbers of the plan. Whether they act is tested in SparkSettingsIT. */
class SparkSettingsTest {
  private static final ResourcePlan LEAN = ResourcePlan.of("lean");

  @Test
  void applicationsHaveTheMemoryOfThePlan() {
    SparkSettings settings = SparkSettings.of(LEAN, "medallion");
    assertThat(settings.conf())
        .containsEntry("spark.driver.memory", "480m")
        .containsEntry("spark.executor.memory", "480m")
        .containsEntry("spark.executor.cores", "1")
        .containsEntry("spark.cores.max", "2");
    assertThat(settings.driverOptions()).startsWith("-Xmx480m").contains("-XX:+UseSerialGC");
  }

  @Test
  void daemonsHaveTheMemoryOfThePlan() {
    DaemonSettings worker = DaemonSettings.worker(LEAN);
    assertThat(worker.options()).startsWith("-Xmx56m");
    assertThat(worker.environment()).containsEntry("SPARK_DAEMON_MEMORY", "56m");
    assertThat(worker.arguments()).containsExactly("--cores", "2", "--memory", "1024m");
  }

  /** Daemons are started by {@code java}, or with the environment by {@code bin/spark-class}. */
  @Test
  void optionsAndEnvironmentOfDaemonsAgree() {
    DaemonSettings master = DaemonSettings.master(LEAN, Path.of("/recovery"));
    String environment =
        "-Xmx"
            + master.environment().get("SPARK_DAEMON_MEMORY")
            + " "
            + master.environment().get("SPARK_DAEMON_JAVA_OPTS")
            + " "
            + master.environment().get("SPARK_MASTER_OPTS");
    assertThat(String.join(" ", master.options())).isEqualTo(environment);
    assertThat(environment).contains("-Dspark.deploy.recoveryDirectory=/recovery");
  }

  @Test
  void endedApplicationsKeepFoldersForAWeek() {
    assertThat(DaemonSettings.worker(LEAN).options())
        .contains("-Dspark.worker.cleanup.appDataTtl=604800");
  }
}
