package com.k2.marketdata.launch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.options.WatchdogOptions;
import java.util.List;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparkCycleRunnerTest {
  @ParameterizedTest
  @ValueSource(strings = {"sprak://127.0.0.1:7077", "local-cluster[1,1,64]"})
  void refusedSettingsAreAUsageError(String master) {
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs("--runner=SparkRunner", "--sparkMaster=" + master).create();
    assertThatThrownBy(() -> Runners.of(options))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Spark refuses its settings: ");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.memory.fraction, 1.5",
    "spark.memory.storageFraction, half",
    "spark.testing.memory, 1048576",
    "spark.network.timeout, 1s",
    "spark.executor.heartbeatInterval, soon",
    "spark.driver.port, many",
    "spark.cleaner.periodicGC.interval, often",
    "spark.executor.extraJavaOptions, -Xmx1g",
    "spark.scheduler.listenerbus.eventqueue.capacity, -1"
  })
  void wrongValuesAreAUsageError(String option, String value) {
    System.setProperty(option, value);
    try {
      assertThatThrownBy(() -> Runners.of(options("--sparkMaster=local[1]")).close())
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("Spark refuses its settings: ");
    } finally {
      System.clearProperty(option);
    }
  }

  static List<Exception> whileTheApplicationEnds() {
    return List.of(
        new IllegalArgumentException(
            "requirement failed: Can only call getServletHandlers on a running MetricsSystem"),
        new SparkException("Could not find BlockManagerMaster."),
        new SparkException("Exception thrown in awaitResult: "),
        new NullPointerException());
  }

  /** The master was down. It may be back when a supervisor starts the job again. */
  @ParameterizedTest
  @MethodSource("whileTheApplicationEnds")
  void endOfTheStartIsASystemFault(Exception error) {
    K2Exception failure = SparkCycleRunner.failedStart("spark://127.0.0.1:7077", error);
    assertThat(failure)
        .isInstanceOf(SystemFaultException.class)
        .hasMessageStartingWith(
            "Could not start a Spark application on spark://127.0.0.1:7077: " + error);
  }

  @Test
  void timeoutBelowThreeHeartbeatsIsAUsageError() {
    assertThatThrownBy(() -> Runners.of(options("--sparkMaster=local[1]", "--stallTimeout=29s")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--stallTimeout=29s is too short: ")
        .hasMessageContaining("30000ms or more");
  }

  private static PipelineOptions options(String... args) {
    PipelineOptionsFactory.register(WatchdogOptions.class);
    PipelineOptions options = PipelineOptionsFactory.fromArgs(args).create();
    options.setRunner(SparkRunner.class);
    return options;
  }
}
