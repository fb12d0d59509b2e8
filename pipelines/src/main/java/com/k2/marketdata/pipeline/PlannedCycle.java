package com.k2.marketdata.pipeline;

import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;

/** A planned cycle whose steps are a function. */
record PlannedCycle(String id, String ranges, int tasks, Consumer<Pipeline> steps)
    implements ExchangeCycles.Cycle {
  @Override
  public void build(Pipeline pipeline) {
    steps.accept(pipeline);
  }
}
