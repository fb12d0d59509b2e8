package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.UsageException;
import org.apache.beam.sdk.options.PipelineOptions;

/** The runners that cycles run on, by the name of Beam's class. */
public final class Runners {
  private Runners() {}

  /** The one that the options name. */
  public static CycleRunner of(PipelineOptions options) {
    String name = options.getRunner().getSimpleName();
    switch (name) {
      case "DirectRunner":
        return new DirectCycleRunner(options);
      case "SparkRunner":
        return new SparkCycleRunner(options);
      default:
        throw new UsageException(
            "--runner=" + name + " is not one that K2 knows: give DirectRunner or SparkRunner.");
    }
  }
}
