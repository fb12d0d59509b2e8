package com.k2.marketdata.spark;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.util.Utils;
import scala.Option;

/**
 * A driver that writes the settings that act in it and in an executor to a file of properties, and
 * runs until a second file exists.
 */
public final class SettingsProbe {
  private static final List<String> FLAGS =
      List.of(
          "UseSerialGC",
          "MaxMetaspaceSize",
          "ReservedCodeCacheSize",
          "MaxDirectMemorySize",
          "ThreadStackSize",
          "TieredStopAtLevel",
          "Tier4InvocationThreshold",
          "Tier4MinInvocationThreshold",
          "Tier4CompileThreshold",
          "Tier4BackEdgeThreshold",
          "ExitOnOutOfMemoryError");

  private SettingsProbe() {}

  public static void main(String[] args) throws Exception {
    // As spark-submit does; what is set already takes precedence.
    Utils.loadDefaultSparkProperties(new SparkConf(), null);
    SparkPipelineOptions options = PipelineOptionsFactory.create().as(SparkPipelineOptions.class);
    try (JavaSparkContext context = new JavaSparkContext(ApplicationConf.of("probe", options))) {
      for (int job = 0; job < 3 * StatusSettings.RETAINED_JOBS; job++) {
        context.parallelize(List.of(1), 1).count();
      }
      Properties found = new Properties();
      flags().forEach((name, value) -> found.put("driver." + name, value));
      found.putAll(context.parallelize(List.of(1), 1).map(one -> executor()).first());
      context.sc().listenerBus().waitUntilEmpty();
      found.put("driver.jobs", String.valueOf(jobs(context)));
      found.put("driver.eventLog", String.valueOf(context.sc().eventLogger().isDefined()));
      found.put("driver.periodicGc", periodicGc(context));
      write(found, Path.of(args[0]));
      while (!Files.exists(Path.of(args[1]))) {
        Thread.sleep(50);
      }
    }
  }

  /** Jobs that have ended are removed by a thread of its own. */
  private static int jobs(JavaSparkContext context) throws InterruptedException {
    int jobs = Integer.MAX_VALUE;
    for (int i = 0; i < 200 && jobs > StatusSettings.RETAINED_JOBS; i++) {
      jobs = context.sc().statusStore().jobsList(Collections.emptyList()).size();
      Thread.sleep(50);
    }
    return jobs;
  }

  private static String periodicGc(JavaSparkContext context) throws ReflectiveOperationException {
    Object cleaner = context.sc().cleaner().get();
    Field interval = cleaner.getClass().getDeclaredField("periodicGCInterval");
    interval.setAccessible(true);
    return interval.get(cleaner).toString();
  }

  private static Map<String, String> executor() {
    Map<String, String> found = new TreeMap<>();
    flags().forEach((name, value) -> found.put("executor." + name, value));
    found.put("executor.heap", String.valueOf(Runtime.getRuntime().maxMemory()));
    found.put("executor.arenas", String.valueOf(System.getenv("MALLOC_ARENA_MAX")));
    SparkEnv env = SparkEnv.get();
    UnifiedMemoryManager memory = (UnifiedMemoryManager) env.memoryManager();
    found.put("executor.memory", String.valueOf(memory.maxHeapMemory()));
    found.put("executor.storage", String.valueOf(memory.onHeapStorageMemoryPool().poolSize()));
    TransportConf shuffle =
        SparkTransportConf.fromSparkConf(env.conf(), "shuffle", 1, Option.empty());
    found.put("executor.retryWait", String.valueOf(shuffle.ioRetryWaitTimeMs()));
    found.put("executor.serializer", env.serializer().getClass().getSimpleName());
    return found;
  }

  private static Map<String, String> flags() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    Map<String, String> flags = new TreeMap<>();
    FLAGS.forEach(flag -> flags.put(flag, jvm.getVMOption(flag).getValue()));
    return flags;
  }

  private static void write(Properties found, Path file) throws IOException {
    StringWriter text = new StringWriter();
    found.store(text, null);
    Path part = Files.writeString(Path.of(file + ".part"), text.toString());
    Files.move(part, file);
  }
}
