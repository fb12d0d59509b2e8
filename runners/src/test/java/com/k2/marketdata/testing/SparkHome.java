package com.k2.marketdata.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * What a driver with {@code --sparkMaster=local-cluster[…]} needs to start executors in processes
 * of their own, with this process's class path.
 *
 * @param folder for the executors' files
 */
public record SparkHome(Path folder) {

  /** Creates Spark's home, whose only jar refers to the class path. */
  public static SparkHome in(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    Path jar = Files.createDirectories(folder.resolve("jars")).resolve("class-path.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return new SparkHome(folder);
  }

  /** Environment variables of the driver. */
  public Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME", folder.toString(),
        "SPARK_LOCAL_IP", "127.0.0.1",
        "SPARK_SCALA_VERSION", "2.12");
  }

  /** A pipeline option: ship only one small file, since executors have the class path already. */
  public String filesToStage() throws IOException {
    return "--filesToStage=" + Files.writeString(folder.resolve("nothing.txt"), "nothing");
  }
}
