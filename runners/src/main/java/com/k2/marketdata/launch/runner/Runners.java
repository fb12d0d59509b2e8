package com.k2.marketdata.launch.runner;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.spark.ApplicationConf;
import org.apache.beam.sdk.options.PipelineOptions;

/** Creates the runner that cycles run on, by the name of Beam's class. */
public final class Runners {
  private static final String DIRECT = "DirectRunner";
  private static final String SPARK = "SparkRunner";

  private Runners() {}

  /**
   * Checks the options of a runner without starting it.
   *
   * @throws UsageException if K2 does not support the runner, or an option is wrong
   */
  public static void requireValid(PipelineOptions options) {
    switch (options.getRunner().getSimpleName()) {
      case DIRECT -> StallTimeout.of(options);
      case SPARK -> StallTimeout.requireHeartbeats(options, ApplicationConf.defaultHeartbeat());
      default -> throw unsupported(options);
    }
  }

  /**
   * The runner that the options name.
   *
   * @throws UsageException if K2 does not support it
   */
  public static CycleRunner of(PipelineOptions options) {
    return switch (options.getRunner().getSimpleName()) {
      case DIRECT -> new DirectCycleRunner(options);
      case SPARK -> new SparkCycleRunner(options);
      default -> throw unsupported(options);
    };
  }

  private static UsageException unsupported(PipelineOptions options) {
    return new UsageException(
        "--runner="
            + options.getRunner().getSimpleName()
            + " is not supported. Use DirectRunner or SparkRunner.");
  }
}
