package com.k2.marketdata.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a driver with {@code --sparkMaster=local-cluster[…]} needs to start executors in processes of
 * their own, with this process's class path.
 *
 * @param folder for the executors' files
 */
public record SparkHome(Path folder) {

  /** Environment variables of the driver. */
  public Map<String, String> environment() throws IOException {
    Files.createDirectories(folder.resolve("jars")); // Spark does not start without it.
    return Map.of(
        "SPARK_HOME", folder.toString(),
        "SPARK_LOCAL_IP", "127.0.0.1",
        "SPARK_SCALA_VERSION", "2.12");
  }

  /** Options of the driver's JVM. */
  public List<String> jvm(int executorMegabytes) {
    return List.of(
        "-Dspark.executor.memory=" + executorMegabytes + "m",
        "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"));
  }

  /** A pipeline option: ship only one small file, since executors have the class path already. */
  public String filesToStage() throws IOException {
    return "--filesToStage=" + Files.writeString(folder.resolve("nothing.txt"), "nothing");
  }
}
