package com.k2.marketdata.compose;

import com.k2.marketdata.plan.Budget;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.DaemonSettings;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files of {@code docker/k2} that have the settings of Spark, made from the resource plans. */
final class SparkFiles {
  /** Where the volume of a container is mounted. */
  static final Path VOLUME = Path.of("/var/lib/k2");

  /** K2's jar in the image. */
  static final Path JAR = Path.of("/opt/k2/k2.jar");

  /** Drivers in local mode, which no plan has: maintenance and verify. */
  static final Budget LOCAL = new Budget(new MemorySize(768), new MemorySize(256));

  private static final String HEADER =
      "# Made from the package com.k2.marketdata.spark and the resource plan. SparkFilesTest"
          + " compares it;\n"
          + "# with -Dk2.write it writes the file again.\n";

  private SparkFiles() {}

  /** The text of each file, by its path in {@code docker/k2}. */
  static Map<String, String> all() {
    Map<String, String> files = new TreeMap<>();
    for (String name : ResourcePlan.SHIPPED) {
      ResourcePlan plan = ResourcePlan.of(name);
      files.put(name + "/master.env", lines(master(plan).environment(), "="));
      files.put(name + "/worker.env", lines(DaemonSettings.worker(plan).environment(), "="));
      for (Job job : plan.jobs()) {
        files.put(name + "/" + job.name() + ".conf", conf(SparkSettings.of(job)));
      }
    }
    files.put("maintain.conf", conf(SparkSettings.local(LOCAL.heap())));
    return files;
  }

  static DaemonSettings master(ResourcePlan plan) {
    return DaemonSettings.master(plan, VOLUME.resolve("recovery"));
  }

  private static String conf(SparkSettings settings) {
    return lines(SparkSubmitCommand.withClassPath(settings.conf(), JAR), " ");
  }

  private static String lines(Map<String, String> values, String separator) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(entry -> entry.getKey() + separator + entry.getValue() + "\n")
            .collect(Collectors.joining("", HEADER, ""));
  }
}
