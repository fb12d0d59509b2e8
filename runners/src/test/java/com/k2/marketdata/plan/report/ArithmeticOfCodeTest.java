package com.k2.marketdata.plan.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.plan.ResourcePlan;
import java.lang.reflect.Field;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

/** The numbers in the arithmetic are those of the code that runs. */
class ArithmeticOfCodeTest {

  @Test
  void tasksHaveTheDefaultOfTheOption() {
    CycleOptions options = PipelineOptionsFactory.create().as(CycleOptions.class);
    assertThat(Cycle.MIN_RECORDS_PER_TASK).isEqualTo(options.getMinRecordsPerTask());
  }

  @Test
  void taskBuffersAreThoseOfReadersAndWriters() throws ReflectiveOperationException {
    long fetches =
        // A fetch that waits and one that is read, of each partition.
        2 * constant("kafka.RangeReader", "AT_ONCE") * constant("kafka.KafkaConfig", "FETCH_BYTES");
    long polled = constant("kafka.PolledBytes", "MAX_BYTES");
    long spilled = constant("lake.write.spill.RowSpill", "BUFFER_BYTES");
    Heap heap = Heap.of(ResourcePlan.of("lean").jobs().get(0).executor());
    assertThat((long) heap.taskBuffers() << 20).isEqualTo(fetches + polled + spilled);
  }

  private static long constant(String type, String name) throws ReflectiveOperationException {
    Field field = Class.forName("com.k2.marketdata." + type).getDeclaredField(name);
    field.setAccessible(true);
    return ((Number) field.get(null)).longValue();
  }
}
