package com.k2.marketdata.spark;

import com.k2.marketdata.plan.Driver;
import com.k2.marketdata.plan.Executor;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an application of a resource plan is started with.
 *
 * @param conf options of Spark, sorted by name, for {@code --conf} of {@code spark-submit}. They
 *     have the options of the driver's and the executors' JVMs, too
 * @param driverOptions options of the driver's JVM with its heap, for a driver that is started
 *     without {@code spark-submit}
 * @param environment variables of the driver. Executors get theirs by {@code conf}
 */
public record SparkSettings(
    Map<String, String> conf, List<String> driverOptions, Map<String, String> environment) {
  private static final String DRIVER_OPTIONS = "spark.driver.extraJavaOptions";
  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  /**
   * The settings of the job with this name.
   *
   * @throws com.k2.marketdata.failure.UsageException if the plan has no such job
   */
  public static SparkSettings of(ResourcePlan plan, String jobName) {
    return of(plan.job(jobName));
  }

  /** The settings of this job. */
  public static SparkSettings of(Job job) {
    return of(job.driver(), job.executor());
  }

  /** The settings of an application with these processes. */
  public static SparkSettings of(Driver driver, Executor executor) {
    MemorySize driverHeap = driver.budget().heap();
    MemorySize executorHeap = executor.budget().heap();
    Map<String, String> conf = new TreeMap<>(TaskSettings.conf());
    conf.putAll(MemorySettings.conf());
    conf.putAll(ShuffleSettings.conf());
    conf.putAll(StatusSettings.conf());
    conf.put("spark.driver.memory", driverHeap.option());
    conf.put(DRIVER_OPTIONS, String.join(" ", JvmOptions.driver(driverHeap)));
    conf.put("spark.executor.memory", executorHeap.option());
    conf.put("spark.executor.cores", String.valueOf(executor.cores()));
    conf.put("spark.cores.max", String.valueOf(executor.totalCores()));
    conf.put(EXECUTOR_OPTIONS, String.join(" ", JvmOptions.executor(executorHeap)));
    JvmOptions.ENVIRONMENT.forEach((name, value) -> conf.put("spark.executorEnv." + name, value));
    return new SparkSettings(
        Collections.unmodifiableMap(conf),
        DaemonSettings.withHeap(driverHeap, JvmOptions.driver(driverHeap)),
        JvmOptions.ENVIRONMENT);
  }

  /** The settings of an application in local mode, whose tasks run in the driver. */
  public static SparkSettings local(MemorySize heap) {
    Map<String, String> conf = new TreeMap<>(TaskSettings.conf());
    conf.putAll(StatusSettings.conf());
    conf.put("spark.driver.memory", heap.option());
    conf.put(DRIVER_OPTIONS, String.join(" ", JvmOptions.local(heap)));
    return new SparkSettings(
        Collections.unmodifiableMap(conf),
        DaemonSettings.withHeap(heap, JvmOptions.local(heap)),
        JvmOptions.ENVIRONMENT);
  }

  /** These settings with more options for the JVMs of the driver and the executors. */
  public SparkSettings withJvmOptions(List<String> options) {
    String more = " " + String.join(" ", options);
    Map<String, String> all = new TreeMap<>(conf);
    all.computeIfPresent(DRIVER_OPTIONS, (name, former) -> former + more);
    all.computeIfPresent(EXECUTOR_OPTIONS, (name, former) -> former + more);
    return new SparkSettings(
        Collections.unmodifiableMap(all),
        Stream.concat(driverOptions.stream(), options.stream()).toList(),
        environment);
  }
}
