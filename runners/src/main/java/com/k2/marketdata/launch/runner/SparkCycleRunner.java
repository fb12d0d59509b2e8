package com.k2.marketdata.launch.runner;

import com.k2.marketdata.cycle.Activity;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.spark.ApplicationConf;
import com.k2.marketdata.spark.ClusterCycles;
import com.k2.marketdata.spark.RefusedSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs cycles on one Spark context, since a new context per cycle would cost as much as a small
 * cycle.
 */
public final class SparkCycleRunner implements CycleRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SparkCycleRunner.class);

  private final SparkContextOptions options;
  private final JavaSparkContext context;
  private final SparkActivity activity = new SparkActivity();
  private volatile boolean busy;
  private volatile @Nullable PipelineResult running;

  public SparkCycleRunner(PipelineOptions given) {
    SparkPipelineOptions spark = given.as(SparkPipelineOptions.class);
    // Beam's sinks write metrics in a form that Prometheus does not accept.
    spark.setEnableSparkMetricSinks(false);
    SparkConf conf = ApplicationConf.of(given.getJobName(), spark);
    StallTimeout.requireHeartbeats(given, heartbeat(conf));
    this.context = start(conf);
    context.sc().addSparkListener(activity);
    this.options = given.as(SparkContextOptions.class);
    options.setUsesProvidedSparkContext(true);
    options.setProvidedSparkContext(context);
  }

  private static JavaSparkContext start(SparkConf conf) {
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) { // Scala does not declare checked exceptions.
      throw failedStart(ApplicationConf.master(conf), e);
    }
  }

  static K2Exception failedStart(String master, Exception error) {
    return RefusedSettings.isCauseOf(error)
        ? new UsageException("Spark refuses its settings: " + error.getMessage(), error)
        : new SystemFaultException(
            "Could not start a Spark application on " + master + ": " + error, error);
  }

  private static Duration heartbeat(SparkConf conf) {
    try {
      return ApplicationConf.heartbeat(conf);
    } catch (IllegalArgumentException e) {
      throw failedStart(ApplicationConf.master(conf), e);
    }
  }

  @Override
  public Pipeline newPipeline(String jobName) {
    options.setJobName(jobName);
    return Pipeline.create(options);
  }

  @Override
  public int parallelism() {
    return context.defaultParallelism();
  }

  /** On a cluster, half the default per core, but not less than the default. */
  @Override
  public long recordsPerCycle() {
    return onCluster(CycleRunner.super.recordsPerCycle());
  }

  /** In local mode, at most a quarter of the heap: the writers buffer compressed bytes. */
  @Override
  public long bytesPerCycle() {
    long bytes = onCluster(CycleRunner.super.bytesPerCycle());
    return context.isLocal() ? Math.min(bytes, Runtime.getRuntime().maxMemory() / 4) : bytes;
  }

  @Override
  public Map<String, Long> run(Pipeline pipeline) {
    busy = true;
    try {
      PipelineResult result = pipeline.run();
      running = result;
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The pipeline ended as " + state);
      }
      return Counters.of(result);
    } finally {
      running = null;
      busy = false;
      releaseMemory();
    }
  }

  /** Beam persists the output of a transform with several outputs, and never releases it. */
  private void releaseMemory() {
    try {
      if (!context.sc().isStopped()) {
        context.getPersistentRDDs().values().forEach(rdd -> rdd.unpersist(false));
      }
    } catch (Exception e) { // Scala does not declare checked exceptions.
      // The context stops meanwhile. The failure of the cycle says why.
      LOG.debug("Could not release the memory of the cycle", e);
    }
  }

  @Override
  public Optional<Activity> activity() {
    return busy ? Optional.of(activity.now()) : Optional.empty();
  }

  @Override
  public void requireUsable() {
    if (context.sc().isStopped()) {
      throw SystemFaultException.endingProcess(
          "Spark has ended the application "
              + context.sc().applicationId()
              + ". Start the job again.",
          null);
    }
  }

  @Override
  public Map<String, Long> counters() {
    PipelineResult result = running;
    return result == null ? Map.of() : Counters.of(result);
  }

  @Override
  public void cancel() {
    if (!context.sc().isStopped()) {
      context.sc().cancelAllJobs();
    }
  }

  @Override
  public void close() {
    context.stop();
  }

  /** Local threads add no memory. */
  private long onCluster(long amount) {
    return context.isLocal() ? amount : ClusterCycles.amount(amount, parallelism());
  }
}
