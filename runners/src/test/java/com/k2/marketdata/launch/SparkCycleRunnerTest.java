package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.params.ParameterizedTest;
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
}
