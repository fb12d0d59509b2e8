package com.k2.marketdata.spark;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.util.ByteArray;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.util.Utils;
import scala.Option;
import scala.reflect.ClassTag;

/**
 * A driver that writes the settings that act in it and in an executor to a file of properties, and
 * runs until a second file exists.
 */
public final class SettingsProbe {
  private static final List<String> FLAGS =
      List.of(
          "UseSerialGC",
          "InitialHeapSize",
          "MaxHeapSize",
          "MinHeapFreeRatio",
          "AlwaysPreTouch",
          "MaxMetaspaceSize",
          "ReservedCodeCacheSize",
          "MaxDirectMemorySize",
          "ThreadStackSize",
          "TieredStopAtLevel",
          "Tier4InvocationThreshold",
          "Tier4MinInvocationThreshold",
          "Tier4CompileThreshold",
          "Tier4BackEdgeThreshold",
          "MaxNodeLimit",
          "ExitOnOutOfMemoryError");

  /** More than the logs of an executor may have. */
  private static final int BYTES_TO_LOG = 100 << 20;

  /** The last line that the task of the executor prints. */
  static final String LAST_LINE = "This is the last line.";

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
      found.put("driver.arenas", String.valueOf(System.getenv("MALLOC_ARENA_MAX")));
      found.put("driver.jobs", String.valueOf(retained(() -> jobs(context))));
      found.put("driver.stages", String.valueOf(retained(() -> stages(context))));
      found.put("driver.ui", String.valueOf(context.sc().ui().isDefined()));
      found.put("driver.speculation", context.getConf().get("spark.speculation"));
      found.put("driver.eventLog", String.valueOf(context.sc().eventLogger().isDefined()));
      found.put("driver.periodicGc", periodicGc(context));
      write(found, Path.of(args[0]));
      while (!Files.exists(Path.of(args[1]))) {
        Thread.sleep(50);
      }
    }
  }

  /** Jobs and stages that have ended are removed by a thread of its own. */
  private static int retained(IntSupplier number) throws InterruptedException {
    int retained = Integer.MAX_VALUE;
    for (int i = 0; i < 200 && retained > StatusSettings.RETAINED_JOBS; i++) {
      retained = number.getAsInt();
      Thread.sleep(50);
    }
    return retained;
  }

  private static int jobs(JavaSparkContext context) {
    return context.sc().statusStore().jobsList(Collections.emptyList()).size();
  }

  private static int stages(JavaSparkContext context) {
    return context
        .sc()
        .statusStore()
        .stageList(Collections.emptyList(), false, false, new double[0], Collections.emptyList())
        .size();
  }

  private static String periodicGc(JavaSparkContext context) {
    return field(context.sc().cleaner().get(), "periodicGCInterval");
  }

  private static String field(Object object, String name) {
    try {
      Field field = object.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(object).toString();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> executor() {
    String line = "x".repeat(1 << 20);
    for (int i = 0; i < BYTES_TO_LOG; i += line.length()) {
      System.out.println(line);
    }
    System.out.println(LAST_LINE);
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
    found.put("executor.fetchToMemory", field(env.blockManager(), "maxRemoteBlockToMem"));
    found.put("executor.serializer", env.serializer().getClass().getSimpleName());
    found.put("executor.namesBeamsClasses", String.valueOf(namesBeamsClasses(env)));
    return found;
  }

  /** Kryo writes the name of a class that no registrator has registered. */
  private static boolean namesBeamsClasses(SparkEnv env) {
    ByteBuffer bytes =
        env.serializer()
            .newInstance()
            .serialize(new ByteArray(new byte[1]), ClassTag.apply(ByteArray.class));
    return StandardCharsets.ISO_8859_1.decode(bytes).toString().contains("ByteArray");
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
