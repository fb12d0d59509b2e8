package com.k2.marketdata.bench.inner;

import com.k2.marketdata.cycle.CycleReport;
import com.k2.marketdata.cycle.ExchangeCycles;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Runs cycles over a topic of many partitions in many tasks, two at a time, and prints the duration
 * of each and the number of descriptors this process had open. With {@code
 * -Dlog4j2.configurationFile=classpath:com/k2/marketdata/bench/spark-sizes.properties} Spark logs
 * the sizes of the tasks that it sends.
 */
final class WideCycle {
  private WideCycle() {}

  /** Arguments: pipeline, partitions, tasks, messages per partition, cycles. */
  public static void main(String[] args) throws IOException {
    String pipeline = args[0];
    int perPartition = Integer.parseInt(args[3]);
    try (WideLake lake = new WideLake(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        OpenDescriptors descriptors = new OpenDescriptors();
        ExchangeCycles cycles = lake.cycles(pipeline)) {
      for (int i = 0; i < Integer.parseInt(args[4]); i++) {
        lake.publish(perPartition);
        if (pipeline.equals("silver")) {
          lake.drain(lake.cycles("bronze"));
        }
        long begin = System.nanoTime();
        ExchangeCycles.Cycle cycle = cycles.plan().orElseThrow();
        long planned = System.nanoTime();
        CycleReport report = lake.run(cycles, cycle);
        System.out.printf(
            "plan_ms=%d ms=%d commit_ms=%d read=%d files=%d max_files_open=%d max_sockets=%d%n",
            TimeUnit.NANOSECONDS.toMillis(planned - begin),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
            report.commitMillis(),
            report.read(),
            report.files(),
            descriptors.maxFiles(),
            descriptors.maxSockets());
      }
    }
  }
}
