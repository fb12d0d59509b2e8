package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.loop.Diagnosis;
import com.k2.marketdata.options.TradePipelineOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exception of a transform is recognized in the failure that each runner reports. */
class FailedRunsIT {
  private enum Fault {
    DEFECT(ExitCode.UNEXPECTED),
    LINKAGE(ExitCode.USAGE),
    CHECKED(ExitCode.SYSTEM_FAULT),
    UNCHECKED(ExitCode.SYSTEM_FAULT),
    OF_KAFKA(ExitCode.SYSTEM_FAULT),
    OURS(ExitCode.HOLE);

    private final ExitCode expected;

    Fault(ExitCode expected) {
      this.expected = expected;
    }

    void raise() throws IOException {
      switch (this) {
        case DEFECT -> throw new NullPointerException("of a transform");
        case LINKAGE -> throw new NoClassDefFoundError("com/example/Gone");
        case CHECKED -> throw new IOException("disk full");
        case UNCHECKED -> throw new UncheckedIOException(new IOException("disk full"));
        case OF_KAFKA -> throw new IllegalStateException(new DisconnectException());
        case OURS -> throw new HoleException("gone");
      }
    }
  }

  private static final class Raise extends DoFn<Fault, Void> {
    @ProcessElement
    public void process(@Element Fault fault) throws IOException {
      fault.raise();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--runner=DirectRunner", "--runner=SparkRunner"})
  void failureIsClassified(String runnerOption) {
    List<String> options = new ArrayList<>(List.of("--exchange=binance", runnerOption));
    if (runnerOption.endsWith("SparkRunner")) {
      options.add("--sparkMaster=local[1]");
    }
    try (CycleRunner runner =
        Runners.of(Arguments.parse(TradePipelineOptions.class, options.toArray(String[]::new)))) {
      for (Fault fault : Fault.values()) {
        Pipeline pipeline = runner.newPipeline("fails");
        pipeline.apply("Fault", Create.of(fault)).apply("Raise", ParDo.of(new Raise()));
        Throwable thrown = catchThrowable(() -> runner.run(pipeline));
        assertThat(Diagnosis.of(thrown).exitCode())
            .as("%s: %s", fault, thrown)
            .isEqualTo(fault.expected);
      }
    }
  }
}
