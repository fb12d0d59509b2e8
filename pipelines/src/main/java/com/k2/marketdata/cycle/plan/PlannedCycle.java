package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.cycle.ExchangeCycles;
import com.k2.marketdata.kafka.OffsetRange;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;

/** A planned cycle whose pipeline is built by a function. */
record PlannedCycle(
    String id, String topic, List<OffsetRange> offsets, int tasks, Consumer<Pipeline> steps)
    implements ExchangeCycles.Cycle {
  private static final int MAX_SHOWN = 20;

  /** The first ranges and the number of others, for the log. */
  static String describe(List<OffsetRange> ranges) {
    List<OffsetRange> shown = ranges.subList(0, Math.min(MAX_SHOWN, ranges.size()));
    int more = ranges.size() - shown.size();
    return shown.stream()
        .map(OffsetRange::toString)
        .collect(Collectors.joining(",", "[", more == 0 ? "]" : ",and-" + more + "-more]"));
  }

  @Override
  public String ranges() {
    return describe(offsets);
  }

  @Override
  public void build(Pipeline pipeline) {
    steps.accept(pipeline);
  }
}
