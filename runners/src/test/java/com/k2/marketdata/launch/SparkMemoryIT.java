package com.k2.marketdata.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.options.TradePipelineOptions;
import com.k2.marketdata.testing.Await;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

/** A finished cycle leaves nothing in the memory of the executors. */
class SparkMemoryIT {
  private static final int CYCLES = 5;
  private static final TupleTag<String> EVEN = new TupleTag<>() {};
  private static final TupleTag<String> ODD = new TupleTag<>() {};

  /** Splits numbers; fails at the number -1. */
  private static final class Split extends DoFn<Integer, String> {
    @ProcessElement
    public void split(@Element Integer number, MultiOutputReceiver out) {
      if (number < 0) {
        throw new IllegalArgumentException("negative");
      }
      out.get(number % 2 == 0 ? EVEN : ODD).output("x".repeat(1_000) + number);
    }
  }

  @Test
  void finishedCyclesLeaveNoPersistedData() {
    try (CycleRunner runner =
        Runners.of(
            Arguments.parse(
                TradePipelineOptions.class,
                "--exchange=binance",
                "--runner=SparkRunner",
                "--sparkMaster=local[2]"))) {
      SparkContext context = SparkContext.getOrCreate();
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        runner.run(pipeline(runner, cycle));
        assertReleased(context);
      }
      assertThatThrownBy(() -> runner.run(pipeline(runner, -1))).hasMessageContaining("negative");
      assertReleased(context);
    }
  }

  private static void assertReleased(SparkContext context) {
    assertThat(context.getPersistentRDDs().isEmpty()).isTrue();
    Await.until("the blocks are removed", () -> context.getRDDStorageInfo().length == 0);
  }

  private static Pipeline pipeline(CycleRunner runner, int number) {
    Pipeline pipeline = runner.newPipeline("splits");
    PCollectionTuple split =
        pipeline
            .apply("Numbers", Create.of(1, 2, 3, 4, number))
            .apply("Split", ParDo.of(new Split()).withOutputTags(EVEN, TupleTagList.of(ODD)));
    for (TupleTag<String> tag : List.of(EVEN, ODD)) {
      split
          .get(tag)
          .apply("Key " + tag.getId(), WithKeys.<String, String>of("all"))
          .apply("Group " + tag.getId(), GroupByKey.create());
    }
    return pipeline;
  }
}
