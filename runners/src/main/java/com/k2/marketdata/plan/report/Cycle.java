package com.k2.marketdata.plan.report;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MeasuredCycle;
import com.k2.marketdata.spark.ClusterCycles;
import java.util.Optional;

/**
 * The cycles of a job.
 *
 * @param maxRecords the limit of records per cycle with which the job runs
 * @param safeRecords the largest limit for which the executors' heaps have room
 * @param recordsPerTrigger what arrives between two triggers
 * @param tasks how many tasks a cycle at this rate has
 * @param cores how many tasks can run at once
 * @param partitions of each topic
 * @param triggerMs the trigger in milliseconds
 * @param cycleMs the measured time of the cycles of all exchanges for one trigger, in milliseconds
 */
public record Cycle(
    long maxRecords,
    long safeRecords,
    long recordsPerTrigger,
    long tasks,
    int cores,
    int partitions,
    long triggerMs,
    Optional<Long> cycleMs) {
  /** The default of {@code --minRecordsPerTask}. */
  static final long MIN_RECORDS_PER_TASK = 20_000;

  static Cycle of(Job job) {
    int cores = job.executor().totalCores();
    long records = job.rate() * job.trigger().toMillis() / 1000;
    long perExchange = records / job.exchanges().size();
    return new Cycle(
        maxRecords(job),
        Heap.safeRecords(job),
        records,
        Math.max(1, Math.min(cores, perExchange / MIN_RECORDS_PER_TASK)),
        cores,
        job.partitions(),
        job.trigger().toMillis(),
        job.measured().map(measured -> time(job, records)));
  }

  /** The given limit, or what a Spark job has by default: more with more cores. */
  private static long maxRecords(Job job) {
    int cores = job.executor().totalCores();
    long bytes = ClusterCycles.amount(CycleRunner.BYTES, cores);
    long records =
        job.maxRecordsPerCycle().orElse(ClusterCycles.amount(CycleRunner.RECORDS, cores));
    return Math.max(1, Math.min(records, bytes / job.recordBytes()));
  }

  /** In milliseconds. More records than the limit take more than one cycle of each exchange. */
  static long time(Job job, long records) {
    MeasuredCycle measured = job.measured().orElseThrow();
    long cycles = Math.max(1, (records + maxRecords(job) - 1) / maxRecords(job));
    return measured.of(records, job.exchanges().size() * cycles).toMillis();
  }
}
