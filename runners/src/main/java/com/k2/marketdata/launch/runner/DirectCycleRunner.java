package com.k2.marketdata.launch.runner;

import com.k2.marketdata.cycle.Activity;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.cycle.LostErrorException;
import com.k2.marketdata.progress.TaskProgress;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Runs cycles in this JVM, for tests, laptops and small topics. */
final class DirectCycleRunner implements CycleRunner {
  private final PipelineOptions options;
  private final int parallelism;
  private volatile @Nullable PipelineResult running;
  private volatile long runs;

  DirectCycleRunner(PipelineOptions options) {
    this.options = options;
    this.parallelism = Runtime.getRuntime().availableProcessors();
    DirectOptions direct = options.as(DirectOptions.class);
    direct.setBlockOnRun(false);
    // These checks copy every element. K2's tests run with them.
    direct.setEnforceEncodability(false);
    direct.setEnforceImmutability(false);
  }

  @Override
  public Pipeline newPipeline(String jobName) {
    return newPipeline(jobName, parallelism);
  }

  /**
   * {@inheritDoc}
   *
   * <p>One of the runner's threads polls for work without pausing, and so takes a processor from a
   * cycle with fewer tasks than threads. With as many threads as tasks it polls only while a task
   * waits to start or has ended.
   */
  @Override
  public Pipeline newPipeline(String jobName, int tasks) {
    options.setJobName(jobName);
    options.as(DirectOptions.class).setTargetParallelism(Math.min(tasks, parallelism));
    return Pipeline.create(options);
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  /** Small, because this runner keeps all elements of a bundle in memory. */
  @Override
  public long recordsPerCycle() {
    return 100_000;
  }

  /** An eighth of the heap at most. */
  @Override
  public long bytesPerCycle() {
    return Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);
  }

  @Override
  public Map<String, Long> run(Pipeline pipeline) {
    runs++;
    PipelineResult result = pipeline.run();
    running = result;
    try {
      PipelineResult.State state = result.waitUntilFinish();
      if (state == PipelineResult.State.RUNNING) {
        throw new LostErrorException();
      }
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The pipeline ended as " + state);
      }
      return Counters.of(result);
    } catch (RuntimeException | Error e) {
      // Ends the threads of a pipeline that failed with an Error.
      Cancelling.cancel(result);
      throw e;
    } finally {
      running = null;
    }
  }

  @Override
  public Map<String, Long> counters() {
    PipelineResult result = running;
    return result == null ? Map.of() : Counters.of(result);
  }

  /** Incomplete: grouping and sorting, which this runner does itself, are not observed. */
  @Override
  public Optional<Activity> activity() {
    return running == null
        ? Optional.empty()
        : Optional.of(
            new Activity(
                runs + TaskProgress.inThisProcess(),
                "A thread dump of this process shows where its tasks wait.",
                false));
  }

  @Override
  public void cancel() {
    PipelineResult result = running;
    if (result != null) {
      Cancelling.cancel(result);
    }
  }

  @Override
  public void close() {
    cancel();
  }
}
