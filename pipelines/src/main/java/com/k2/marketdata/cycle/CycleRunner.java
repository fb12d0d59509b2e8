package com.k2.marketdata.cycle;

import com.k2.marketdata.failure.K2Exception;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;

/**
 * Runs the pipelines of cycles on one Beam runner, and owns what outlives a cycle, such as a Spark
 * context. Not thread-safe, except for {@link #cancel}, {@link #counters} and {@link #activity}.
 */
public interface CycleRunner extends AutoCloseable {
  /** The usual default of {@link #recordsPerCycle}. */
  long RECORDS = 500_000;

  /** The usual default of {@link #bytesPerCycle}. */
  long BYTES = 256L << 20;

  /** An empty pipeline with the runner's options, to be run by {@link #run}. */
  Pipeline newPipeline(String jobName);

  /**
   * An empty pipeline for a cycle.
   *
   * @param tasks the number of tasks of the cycle, which can run in parallel
   */
  default Pipeline newPipeline(String jobName, int tasks) {
    return newPipeline(jobName);
  }

  /** How many tasks the runner can currently run in parallel. */
  int parallelism();

  /** The default limit of offsets per cycle, for the runner's current size. */
  default long recordsPerCycle() {
    return RECORDS;
  }

  /** The default limit of bytes read per cycle, for the runner's current size. */
  default long bytesPerCycle() {
    return BYTES;
  }

  /**
   * Runs the pipeline to its end.
   *
   * @return what this run added to K2's counters
   * @throws RuntimeException if it fails or is cancelled; contains the cause if the runner keeps it
   */
  Map<String, Long> run(Pipeline pipeline);

  /**
   * K2's counters of the running pipeline so far, from another thread; empty if none is running, or
   * the runner does not say.
   */
  default Map<String, Long> counters() {
    return Map.of();
  }

  /**
   * What the runner observes of the running pipeline, from another thread; empty if none is
   * running.
   */
  default Optional<Activity> activity() {
    return Optional.empty();
  }

  /**
   * Checks that the runner can run pipelines.
   *
   * @throws K2Exception if it cannot, and never will again, for example because Spark has ended the
   *     application
   */
  default void requireUsable() {}

  /** Cancels the running pipeline, from another thread. {@link #run} then fails soon. */
  void cancel();

  @Override
  void close();
}
