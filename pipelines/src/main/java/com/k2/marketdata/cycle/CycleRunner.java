package com.k2.marketdata.cycle;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;

/**
 * What a cycle needs of the runner it runs on: a pipeline with that runner's options, and what
 * outlives the cycle, such as a Spark context. For one thread, {@link #cancel} aside.
 */
public interface CycleRunner extends AutoCloseable {

  /** An empty pipeline, to be run by {@link #run}. */
  Pipeline newPipeline(String jobName);

  /**
   * An empty pipeline for a cycle of so many tasks.
   *
   * @param tasks how many of them can be worked on at a time
   */
  default Pipeline newPipeline(String jobName, int tasks) {
    return newPipeline(jobName);
  }

  /** How many tasks the runner works on at a time, as it is now. */
  int parallelism();

  /** How many offsets a cycle spans unless an option says otherwise, as the runner is now. */
  default long recordsPerCycle() {
    return 500_000;
  }

  /** How many bytes a cycle reads unless an option says otherwise, as the runner is now. */
  default long bytesPerCycle() {
    return 256L << 20;
  }

  /**
   * Runs the pipeline to its end.
   *
   * @return what this run, and no earlier one, added to K2's counters
   * @throws RuntimeException if it fails or is cancelled; the cause is in the chain where the
   *     runner keeps it
   */
  Map<String, Long> run(Pipeline pipeline);

  /** Cancels what runs, from another thread; {@link #run} then fails soon. */
  void cancel();

  @Override
  void close();
}
