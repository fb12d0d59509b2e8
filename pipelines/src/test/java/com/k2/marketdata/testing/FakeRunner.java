package com.k2.marketdata.testing;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.K2Exception;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A runner that records pipelines instead of running them, and can fail. */
public final class FakeRunner implements CycleRunner {
  private final List<String> ran = new ArrayList<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private Runnable during = () -> {};
  private int cores = 1;
  private K2Exception broken;

  /** The job names of the pipelines that were passed to {@link #run} and did not fail. */
  public List<String> ran() {
    return ran;
  }

  /** Makes the next run that would succeed fail. */
  public void failNext(RuntimeException next) {
    failures.add(next);
  }

  /** Makes the runner unusable. */
  public void breakDown(K2Exception why) {
    broken = why;
  }

  @Override
  public void requireUsable() {
    if (broken != null) {
      throw broken;
    }
  }

  /** Runs an action during the next run. */
  public void duringNext(Runnable next) {
    during = next;
  }

  /** Sets the number of cores. */
  public void hasCores(int now) {
    cores = now;
  }

  @Override
  public Pipeline newPipeline(String jobName) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setJobName(jobName);
    return Pipeline.create(options);
  }

  @Override
  public int parallelism() {
    return cores;
  }

  @Override
  public long recordsPerCycle() {
    return 500_000L * cores;
  }

  @Override
  public Map<String, Long> run(Pipeline pipeline) {
    Runnable now = during;
    during = () -> {};
    now.run();
    RuntimeException thrown = failures.poll();
    if (thrown != null) {
      throw thrown;
    }
    ran.add(pipeline.getOptions().getJobName());
    return Map.of();
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}
