package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of a Spark context. */
class ApplicationConfTest {

  @Test
  void executorsOfAClusterGetTheClassPath() {
    SparkConf conf = configuration("--sparkMaster=spark://127.0.0.1:7077");
    assertThat(Stream.of(conf.get("spark.jars").split(",")).map(jar -> Path.of(jar).getFileName()))
        .anyMatch(jar -> jar.toString().startsWith("kafka-clients-"))
        .anyMatch(jar -> jar.toString().startsWith("beam-sdks-java-core-"));
  }

  @Test
  void filesToStageReplaceTheClassPath(@TempDir Path folder) throws IOException {
    Path jar = Files.createFile(folder.resolve("own.jar"));
    SparkConf conf = configuration("--sparkMaster=spark://127.0.0.1:7077", "--filesToStage=" + jar);
    assertThat(conf.get("spark.jars")).isEqualTo(jar.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[2]", "local[*]"})
  void threadsOfThisProcessNeedNoJars(String master) {
    assertThat(configuration("--sparkMaster=" + master).contains("spark.jars")).isFalse();
  }

  @Test
  void localModeKeepsSparksMemoryDefaults() {
    assertThat(configuration("--sparkMaster=local[2]").contains("spark.memory.fraction")).isFalse();
    assertThat(configuration("--sparkMaster=local-cluster[1,1,1024]").get("spark.memory.fraction"))
        .isEqualTo("0.75");
  }

  @Test
  void givenSettingsTakePrecedence() {
    System.setProperty("spark.ui.enabled", "true");
    System.setProperty("spark.speculation", "true");
    try {
      SparkConf conf = configuration("--sparkMaster=local[2]");
      assertThat(conf.get("spark.ui.enabled")).isEqualTo("true");
      assertThat(conf.get("spark.speculation")).isEqualTo("false");
    } finally {
      System.clearProperty("spark.ui.enabled");
      System.clearProperty("spark.speculation");
    }
  }

  private static SparkConf configuration(String... options) {
    return ApplicationConf.of(
        "k2", PipelineOptionsFactory.fromArgs(options).as(SparkPipelineOptions.class));
  }
}
