package com.k2.marketdata.cycle.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.OffsetRange;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a planned cycle appears in the log. */
class PlannedCycleTest {
  @Test
  void logShowsTheFirstOfManyRanges() {
    assertThat(PlannedCycle.describe(ranges(2))).isEqualTo("[0:[0,9),1:[0,9)]");
    assertThat(PlannedCycle.describe(ranges(1_000))).endsWith("19:[0,9),and-980-more]");
  }

  private static List<OffsetRange> ranges(int partitions) {
    return IntStream.range(0, partitions).mapToObj(each -> new OffsetRange(each, 0, 9)).toList();
  }
}
