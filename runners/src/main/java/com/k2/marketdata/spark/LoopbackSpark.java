package com.k2.marketdata.spark;

import com.k2.marketdata.plan.ResourcePlan;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What daemons and drivers of a cluster on this machine are started with, in addition to the
 * settings of their plan.
 *
 * @param home the folder of the Spark distribution
 */
public record LoopbackSpark(Path home) {

  /**
   * The master.
   *
   * @param recovery the folder for its state
   * @param metrics the path of its web interface that serves its metrics as JSON
   */
  public DaemonSettings master(ResourcePlan plan, Path recovery, String metrics) {
    return onThisMachine(
        DaemonSettings.master(plan, recovery),
        "-Dspark.metrics.conf.master.sink.servlet.path=" + metrics);
  }

  /** A worker. */
  public DaemonSettings worker(ResourcePlan plan) {
    return onThisMachine(DaemonSettings.worker(plan));
  }

  /** The environment of a driver. */
  public Map<String, String> environment(SparkSettings settings) {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    return environment;
  }

  private DaemonSettings onThisMachine(DaemonSettings settings, String... properties) {
    List<String> options = new ArrayList<>(settings.options());
    // A daemon whose port was taken must end, and not choose another one.
    options.add("-Dspark.port.maxRetries=0");
    options.addAll(List.of(properties));
    // A worker passes the variables on to its executors.
    return new DaemonSettings(
        options,
        Map.of(
            "CLASSPATH",
            home.resolve("conf") + File.pathSeparator + home.resolve("jars/*"),
            "LOG4J_CONFIGURATION_FILE",
            home.resolve("log4j2.properties").toString(),
            "MALLOC_ARENA_MAX",
            settings.environment().get("MALLOC_ARENA_MAX"),
            "SPARK_HOME",
            home.toString(),
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "SPARK_SCALA_VERSION",
            "2.12"),
        settings.arguments());
  }
}
