package com.k2.marketdata.spark;

import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.plan.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the master and the workers' daemons are started with.
 *
 * @param options options of the JVM with its heap and the properties of Spark, for a daemon that is
 *     started by {@code java}
 * @param environment the same for a daemon started by {@code bin/spark-class}, plus variables for
 *     any JVM
 * @param arguments of the daemon's main class: what it offers to executors. Addresses are the
 *     caller's
 */
public record DaemonSettings(
    List<String> options, Map<String, String> environment, List<String> arguments) {
  /** Longer than any weekend, so that logs of an application that failed can still be read. */
  static final Duration KEPT = Duration.ofDays(7);

  /** The path of a daemon's metrics; a request needs a slash at its end. */
  static final String METRICS = "/metrics/prometheus";

  private static final Duration CLEANUP_INTERVAL = Duration.ofMinutes(30);

  /**
   * The master.
   *
   * @param recovery the folder for its state, with which a new master continues with the workers
   *     and applications of the one before. Keep it from other users: for a driver in cluster mode
   *     it has the submitter's environment
   */
  public static DaemonSettings master(ResourcePlan plan, Path recovery) {
    List<String> properties =
        List.of(
            "-Dspark.deploy.recoveryMode=FILESYSTEM",
            "-Dspark.deploy.recoveryDirectory=" + recovery);
    return of(plan, "SPARK_MASTER_OPTS", withMetrics("master", properties), List.of());
  }

  /** In bytes: with a unit, Spark would log a warning and not limit anything. */
  private static final int LOG_FILE = 16 << 20;

  private static final int LOG_FILES = 2;

  /** A worker. It deletes the folders of applications and drivers 7 days after their last write. */
  public static DaemonSettings worker(ResourcePlan plan) {
    return worker(plan, CLEANUP_INTERVAL, KEPT);
  }

  /**
   * A worker, which writes the logs of its executors and so limits them.
   *
   * @param interval the time between two clean-ups
   * @param kept the age of the newest file at which the folder of an application or driver is
   *     deleted, unless it runs
   */
  static DaemonSettings worker(ResourcePlan plan, Duration interval, Duration kept) {
    Workers workers = plan.workers();
    List<String> properties =
        List.of(
            "-Dspark.worker.cleanup.enabled=true",
            "-Dspark.worker.cleanup.interval=" + interval.toSeconds(),
            "-Dspark.worker.cleanup.appDataTtl=" + kept.toSeconds(),
            "-Dspark.executor.logs.rolling.strategy=size",
            "-Dspark.executor.logs.rolling.maxSize=" + LOG_FILE,
            "-Dspark.executor.logs.rolling.maxRetainedFiles=" + LOG_FILES);
    return of(
        plan,
        "SPARK_WORKER_OPTS",
        withMetrics("worker", properties),
        List.of("--cores", String.valueOf(workers.cores()), "--memory", workers.memory().option()));
  }

  /** The web interface of the daemon also has its metrics in the format of Prometheus. */
  private static List<String> withMetrics(String daemon, List<String> properties) {
    String sink = "-Dspark.metrics.conf." + daemon + ".sink.prometheusServlet.";
    return Stream.concat(
            properties.stream(),
            Stream.of(
                sink + "class=org.apache.spark.metrics.sink.PrometheusServlet",
                sink + "path=" + METRICS))
        .toList();
  }

  private static DaemonSettings of(
      ResourcePlan plan, String variable, List<String> properties, List<String> arguments) {
    MemorySize heap = plan.daemons().budget().heap();
    List<String> jvm = JvmOptions.daemon(heap);
    List<String> options = new ArrayList<>(withHeap(heap, jvm));
    options.addAll(properties);
    Map<String, String> environment = new TreeMap<>(JvmOptions.ENVIRONMENT);
    environment.put("SPARK_DAEMON_MEMORY", heap.option());
    environment.put("SPARK_DAEMON_JAVA_OPTS", String.join(" ", jvm));
    environment.put(variable, String.join(" ", properties));
    return new DaemonSettings(List.copyOf(options), Map.copyOf(environment), arguments);
  }

  static List<String> withHeap(MemorySize heap, List<String> options) {
    return Stream.concat(Stream.of("-Xmx" + heap.option()), options.stream()).toList();
  }
}
