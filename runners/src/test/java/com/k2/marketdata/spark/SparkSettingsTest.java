package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.util.logging.FileAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** Otherwise it depends on the memory of the machine, and so does what a process uses. */
  @Test
  void heapsStartWithSizesOfTheirOwn() {
    SparkSettings settings = SparkSettings.of(LEAN, "medallion");
    assertThat(settings.driverOptions()).contains("-Xms210m", "-XX:+AlwaysPreTouch");
    assertThat(settings.conf().get("spark.driver.extraJavaOptions")).contains("-Xms210m");
    assertThat(settings.conf().get("spark.executor.extraJavaOptions")).contains("-Xms180m");
  }

  /** In local mode the driver also runs the tasks, which the optimizing compiler must compile. */
  @Test
  void localDriversHaveSettingsOfOneProcess() {
    SparkSettings settings = SparkSettings.local(MemorySize.parse("768m"));
    assertThat(settings.conf())
        .containsEntry("spark.driver.memory", "768m")
        .containsEntry("spark.ui.enabled", "false")
        .containsKey("spark.kryo.registrator")
        .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("spark.executor"))
        .allSatisfy((name, value) -> assertThat(name).doesNotStartWith("spark.memory"));
    assertThat(settings.driverOptions())
        .startsWith("-Xmx768m")
        .contains("-Xms384m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=160m")
        .doesNotContain("-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");
    assertThat(settings.conf().get("spark.driver.extraJavaOptions").split(" "))
        .doesNotContain("-Xmx768m")
        .containsAll(settings.driverOptions().subList(1, settings.driverOptions().size()));
    assertThat(settings.environment()).containsEntry("MALLOC_ARENA_MAX", "2");
  }

  /** Both daemons have the same path, which Prometheus asks with a slash at its end. */
  @Test
  void daemonsServeMeasurements() {
    for (String daemon : List.of("master", "worker")) {
      DaemonSettings settings =
          daemon.equals("master")
              ? DaemonSettings.master(LEAN, Path.of("/recovery"))
              : DaemonSettings.worker(LEAN);
      assertThat(settings.options())
          .contains(
              "-Dspark.metrics.conf."
                  + daemon
                  + ".sink.prometheusServlet.path=/metrics/prometheus");
    }
  }

  @Test
  void daemonsHaveTheMemoryOfThePlan() {
    DaemonSettings worker = DaemonSettings.worker(LEAN);
    assertThat(worker.options()).startsWith("-Xmx52m", "-Xms52m");
    assertThat(worker.environment()).containsEntry("SPARK_DAEMON_MEMORY", "52m");
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

  /** A driver reports a lack of memory by its exit code. */
  @Test
  void onlyDriversSurviveALackOfMemory() {
    String exit = "-XX:+ExitOnOutOfMemoryError";
    SparkSettings settings = SparkSettings.of(LEAN, "medallion");
    assertThat(settings.driverOptions()).doesNotContain(exit);
    assertThat(settings.conf().get("spark.driver.extraJavaOptions")).doesNotContain(exit);
    assertThat(settings.conf().get("spark.executor.extraJavaOptions")).contains(exit);
    assertThat(DaemonSettings.worker(LEAN).options()).contains(exit);
  }

  @Test
  void moreOptionsReachDriversAndExecutors() {
    SparkSettings settings =
        SparkSettings.of(LEAN, "medallion").withJvmOptions(List.of("-Da=b", "-Dc=d"));
    assertThat(settings.driverOptions()).contains("-Xmx480m").endsWith("-Da=b", "-Dc=d");
    for (String job : List.of("driver", "executor")) {
      assertThat(settings.conf().get("spark." + job + ".extraJavaOptions"))
          .startsWith("-XX:+UseSerialGC ")
          .endsWith(" -Da=b -Dc=d");
    }
  }

  /** The worker reads these options and not the application. Spark ignores a size with a unit. */
  @Test
  void workersLimitTheLogsOfExecutors(@TempDir Path folder) {
    SparkConf conf = new SparkConf(false);
    DaemonSettings.worker(LEAN).options().stream()
        .filter(option -> option.startsWith("-Dspark.executor.logs."))
        .map(option -> option.substring(2).split("="))
        .forEach(option -> conf.set(option[0], option[1]));
    FileAppender log =
        FileAppender.apply(
            new ByteArrayInputStream(new byte[80 << 20]),
            folder.resolve("log").toFile(),
            conf,
            true);
    log.awaitTermination();
    assertThat(Stream.of(folder.toFile().listFiles()).mapToLong(File::length).sum())
        .isBetween(16L << 20, 48L << 20);
  }

  @Test
  void endedApplicationsKeepFoldersForAWeek() {
    assertThat(DaemonSettings.worker(LEAN).options())
        .contains("-Dspark.worker.cleanup.appDataTtl=604800");
  }
}
