package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.ResourcePlan;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApplicationFieldsTest {

  static Stream<Job> jobs() {
    return ResourcePlan.SHIPPED.stream().flatMap(plan -> ResourcePlan.of(plan).jobs().stream());
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void optionsForSubmissionAreThoseOfThePlan(Job job) {
    SparkSettings settings = SparkSettings.of(job);
    ObjectNode fields = ApplicationFields.of(job.driver(), job.executor());
    assertThat(ApplicationFields.conf(fields)).isEqualTo(settings.conf());
    assertThat(ApplicationFields.driverEnvironment(fields)).isEqualTo(settings.environment());
  }

  @Test
  void optionsWithAFieldAreInTheField() {
    Job job = ResourcePlan.of("lean").job("medallion");
    ObjectNode fields = ApplicationFields.of(job.driver(), job.executor());
    assertThat(fields.at("/driver/memory").asText()).isEqualTo("480m");
    assertThat(fields.at("/driver/memoryOverhead").asText()).isEqualTo("192m");
    assertThat(fields.at("/driver/javaOptions").asText()).contains("-XX:+UseSerialGC");
    assertThat(fields.at("/executor/instances").asInt()).isEqualTo(2);
    assertThat(fields.at("/executor/env/0/name").asText()).isEqualTo("MALLOC_ARENA_MAX");
    fields
        .path("sparkConf")
        .fieldNames()
        .forEachRemaining(
            option -> assertThat(ApplicationFields.insteadOf(option)).as(option).isEmpty());
  }

  @Test
  void hadoopAndJarsBecomeOptions() {
    Job job = ResourcePlan.of("lean").job("medallion");
    ObjectNode fields = ApplicationFields.of(job.driver(), job.executor());
    fields.putObject("hadoopConf").put("fs.defaultFS", "file:///");
    fields.putObject("deps").putArray("jars").add("/a.jar").add("/b.jar");
    assertThat(ApplicationFields.conf(fields))
        .containsAllEntriesOf(
            Map.of("spark.hadoop.fs.defaultFS", "file:///", "spark.jars", "/a.jar,/b.jar"));
  }

  @Test
  void versionIsThatOfTheLibraries() {
    assertThat(ApplicationFields.SPARK_VERSION)
        .isEqualTo(org.apache.spark.package$.MODULE$.SPARK_VERSION());
  }
}
