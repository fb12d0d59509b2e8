package com.k2.marketdata.spark;

import java.time.Duration;
import java.util.Map;
import org.apache.beam.runners.spark.SparkCommonPipelineOptions;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.spark.SparkConf;

/** The configuration of a Spark context, made in the driver. */
public final class ApplicationConf {
  /** The number of tasks of a cycle, if it is to differ from the number of cores. */
  public static final String PARALLELISM = "spark.default.parallelism";

  /** The master to which the application connects. */
  public static final String MASTER = "spark.master";

  private ApplicationConf() {}

  /**
   * The configuration for these options. What {@code spark-submit} or a system property sets takes
   * precedence, except over {@link TaskSettings}.
   */
  public static SparkConf of(String name, SparkPipelineOptions options) {
    SparkConf conf = new SparkConf().setAppName(name);
    if (!conf.contains(MASTER)) {
      conf.setMaster(options.getSparkMaster());
      stageClassPath(conf, options);
    }
    String master = master(conf);
    TaskSettings.conf().forEach(conf::set);
    setMissing(conf, StatusSettings.conf());
    setMissing(conf, LocalModeSettings.conf(master));
    if (!LocalModeSettings.isLocal(master)) {
      setMissing(conf, MemorySettings.conf());
      setMissing(conf, ShuffleSettings.conf());
    }
    return conf;
  }

  /** The address of the master. */
  public static String master(SparkConf conf) {
    return conf.get(MASTER);
  }

  /** The time between two reports of an executor about its running tasks. */
  public static Duration heartbeat(SparkConf conf) {
    return Duration.ofMillis(conf.getTimeAsMs("spark.executor.heartbeatInterval", "10s"));
  }

  /** The same time in an application that does not set it. */
  public static Duration defaultHeartbeat() {
    return heartbeat(new SparkConf(false));
  }

  private static void setMissing(SparkConf conf, Map<String, String> settings) {
    settings.forEach(conf::setIfMissing);
  }

  /**
   * Ships the class path, including the jars of K2_PLUGINS, to the executors of a cluster. Under
   * spark-submit Spark does it, and Beam does it only for contexts that it creates itself.
   */
  private static void stageClassPath(SparkConf conf, SparkPipelineOptions options) {
    // Beam's own check does not recognize local[*].
    if (!LocalModeSettings.isLocal(options.getSparkMaster())) {
      SparkCommonPipelineOptions.prepareFilesToStage(options);
      conf.setJars(options.getFilesToStage().toArray(String[]::new));
    }
  }
}
