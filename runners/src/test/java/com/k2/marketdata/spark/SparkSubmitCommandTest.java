package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkSubmitCommand.DeployMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparkSubmitCommandTest {
  private static final Map<String, String> CONF =
      Map.of(
          "spark.executor.memory", "480m",
          "spark.driver.extraClassPath", "/opt/drivers/*",
          "spark.driver.extraJavaOptions", "-XX:+UseSerialGC -Dname=it's");

  @Test
  void optionsPrecedeTheJarAndArgumentsFollow() {
    assertThat(submit(DeployMode.CLIENT).command())
        .containsExactly(
            "/opt/spark/bin/spark-submit",
            "--master",
            "spark://127.0.0.1:7077",
            "--deploy-mode",
            "client",
            "--conf",
            "spark.driver.extraClassPath=/opt/k2/k2.jar:/opt/drivers/*",
            "--conf",
            "spark.driver.extraJavaOptions=-XX:+UseSerialGC -Dname=it's",
            "--conf",
            "spark.executor.extraClassPath=/opt/k2/k2.jar",
            "--conf",
            "spark.executor.memory=480m",
            "--jars",
            "/opt/plugins/a.jar,/opt/plugins/b.jar",
            "--class",
            "com.example.Main",
            "spark-internal",
            "run",
            "--symbolList=my list.txt");
  }

  /** The worker that starts the driver copies the jar, and cannot resolve {@code local:}. */
  @Test
  void jarIsAFileInClusterMode() {
    assertThat(submit(DeployMode.CLUSTER).command())
        .contains("cluster", "file:/opt/k2/k2.jar")
        .contains("spark.driver.extraClassPath=/opt/drivers/*")
        .doesNotContain("client");
  }

  @Test
  void shellReadsTheSameCommand() throws Exception {
    SparkSubmitCommand submit = submit(DeployMode.CLIENT);
    String printed = submit.toString().replace("/opt/spark/bin/spark-submit", "printf '%s\\n'");

    Process shell = new ProcessBuilder("bash", "-c", printed).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    List<String> command = submit.command();
    assertThat(submit.toString()).startsWith("SPARK_LOCAL_IP=127.0.0.1 ");
    assertThat(output.lines().toList()).isEqualTo(command.subList(1, command.size()));
  }

  private static SparkSubmitCommand submit(DeployMode mode) {
    return new SparkSubmitCommand(
        Path.of("/opt/spark"),
        "spark://127.0.0.1:7077",
        mode,
        "com.example.Main",
        Path.of("/opt/k2/k2.jar"),
        List.of(Path.of("/opt/plugins/a.jar"), Path.of("/opt/plugins/b.jar")),
        CONF,
        Map.of("SPARK_LOCAL_IP", "127.0.0.1"),
        List.of("run", "--symbolList=my list.txt"));
  }
}
