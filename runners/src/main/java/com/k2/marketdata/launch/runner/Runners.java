package com.k2.marketdata.launch.runner;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.UsageException;
import org.apache.beam.sdk.options.PipelineOptions;

/** Creates the runner that cycles run on, by the name of Beam's class. */
public final class Runners {
  private Runners() {}

  /**
   * The runner that the options name.
   *
   * @throws UsageException if K2 does not support it
   */
  public static CycleRunner of(PipelineOptions options) {
    String name = options.getRunner().getSimpleName();
    switch (name) {
      case "DirectRunner":
        return new DirectCycleRunner(options);
      case "SparkRunner":
        return new SparkCycleRunner(options);
      default:
        throw new UsageException(
            "--runner=" + name + " is not supported. Use DirectRunner or SparkRunner.");
    }
  }
}
