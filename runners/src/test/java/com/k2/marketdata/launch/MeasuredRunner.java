package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.options.TradePipelineOptions;
import org.apache.beam.sdk.Pipeline;

/** A {@link CycleRunner} for measurements. */
public final class MeasuredRunner implements AutoCloseable {
  private final CycleRunner runner;

  private MeasuredRunner(CycleRunner runner) {
    this.runner = runner;
  }

  /** A runner with these options. */
  public static MeasuredRunner of(String... options) {
    String[] all = java.util.Arrays.copyOf(options, options.length + 1);
    all[options.length] = "--exchange=binance";
    return new MeasuredRunner(Runners.of(Arguments.parse(TradePipelineOptions.class, all)));
  }

  public Pipeline newPipeline() {
    return runner.newPipeline("measurement");
  }

  public void run(Pipeline pipeline) {
    runner.run(pipeline);
  }

  @Override
  public void close() {
    runner.close();
  }
}
