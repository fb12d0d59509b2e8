package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.CycleRunner;
import java.util.Map;
import org.apache.beam.runners.spark.SparkCommonPipelineOptions;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.coders.SparkRunnerKryoRegistrator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Runs cycles on one Spark context, since a new context per cycle would cost as much as a small
 * cycle.
 */
final class SparkCycleRunner implements CycleRunner {
  private final SparkContextOptions options;
  private final JavaSparkContext context;
  private volatile @Nullable PipelineResult running;

  SparkCycleRunner(PipelineOptions given) {
    SparkPipelineOptions spark = given.as(SparkPipelineOptions.class);
    // Beam's sinks write metrics in a form that Prometheus does not accept.
    spark.setEnableSparkMetricSinks(false);
    this.context = new JavaSparkContext(configuration(given.getJobName(), spark));
    this.options = given.as(SparkContextOptions.class);
    options.setUsesProvidedSparkContext(true);
    options.setProvidedSparkContext(context);
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
    PipelineResult result = pipeline.run();
    running = result;
    try {
      PipelineResult.State state = result.waitUntilFinish();
      if (state != PipelineResult.State.DONE) {
        throw new IllegalStateException("The pipeline ended as " + state);
      }
      return Counters.of(result);
    } finally {
      running = null;
    }
  }

  @Override
  public Map<String, Long> counters() {
    PipelineResult result = running;
    return result == null ? Map.of() : Counters.of(result);
  }

  @Override
  public void cancel() {
    context.sc().cancelAllJobs();
  }

  @Override
  public void close() {
    context.stop();
  }

  /** Executors of a cluster add memory with their cores; local threads do not. */
  private long onCluster(long amount) {
    return context.isLocal() ? amount : Math.max(amount, amount / 2 * parallelism());
  }

  private static boolean isLocal(String master) {
    return master.matches("local(\\[.*])?");
  }

  /**
   * Ships the class path, including the jars of K2_PLUGINS, to the executors of a cluster. Under
   * spark-submit Spark does it, and Beam does it only for contexts that it creates itself.
   */
  private static void stageClassPath(SparkConf conf, SparkPipelineOptions options) {
    // Beam's own check does not recognize local[*].
    if (!isLocal(options.getSparkMaster())) {
      SparkCommonPipelineOptions.prepareFilesToStage(options);
      conf.setJars(options.getFilesToStage().toArray(String[]::new));
    }
  }

  static SparkConf configuration(String name, SparkPipelineOptions options) {
    SparkConf conf = new SparkConf().setAppName(name);
    if (!conf.contains("spark.master")) {
      conf.setMaster(options.getSparkMaster());
      stageClassPath(conf, options);
    }
    conf.set("spark.serializer", KryoSerializer.class.getName());
    conf.set("spark.kryo.registrator", SparkRunnerKryoRegistrator.class.getName());
    // Speculation would run attempts of one task in parallel, and so read and write twice.
    conf.set("spark.speculation", "false");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
    }
    if (isLocal(conf.get("spark.master"))) {
      // The driver runs the tasks. An OutOfMemoryError must fail the cycle, not end the process.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.cleaner.periodicGC.interval", "10min");
    return conf;
  }
}
