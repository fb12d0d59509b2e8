package com.k2.marketdata.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code --sparkMaster=local-cluster[…]} needs: a folder with Spark's jars, from which a real
 * executor process is started.
 */
public final class SparkHome {
  private final Path home;
  private final List<String> folders = new ArrayList<>();

  private SparkHome(Path home) {
    this.home = home;
  }

  /** Links the jars of this process's class path into a folder. */
  public static SparkHome in(Path folder) throws IOException {
    SparkHome spark = new SparkHome(folder);
    Path jars = Files.createDirectories(folder.resolve("jars"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        spark.folders.add(entry);
      } else if (Files.exists(path)) {
        Path name = jars.resolve(String.format("%03d-%s", number++, path.getFileName()));
        Files.createSymbolicLink(name, path.toAbsolutePath());
      }
    }
    return spark;
  }

  /** Environment variables of the driver. */
  public Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME", home.toString(),
        "SPARK_LOCAL_IP", "127.0.0.1",
        "SPARK_SCALA_VERSION", "2.12");
  }

  /** Ships the folders of the class path, with K2's classes, to the executors. */
  public String filesToStage() {
    return "--filesToStage=" + String.join(",", folders);
  }
}
