package com.k2.marketdata.spark;

import com.k2.marketdata.failure.UsageException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The Spark distribution that the local cluster runs on, and the jars that are submitted to it.
 *
 * @param home has {@code bin}, {@code conf} and {@code jars}
 * @param jar K2's jar for Spark
 * @param plugins jars that add exchanges
 */
public record SparkDistribution(Path home, Path jar, List<Path> plugins) {
  private static final String HOME = "k2.spark.home";
  private static final String JAR = "k2.spark.jar";
  private static final String PLUGINS = "k2.plugins";

  public SparkDistribution {
    plugins = List.copyOf(plugins);
  }

  /**
   * What {@code bin/k2} has built, with the plugins that it was given.
   *
   * @throws UsageException if there is none, or Spark cannot read a path
   */
  public static SparkDistribution installed() {
    return new SparkDistribution(
        existing(HOME, "bin/spark-submit"),
        SubmittedFile.of(existing(JAR, "")),
        installedPlugins());
  }

  private static List<Path> installedPlugins() {
    return Arrays.stream(System.getProperty(PLUGINS, "").split(File.pathSeparator))
        .filter(jar -> !jar.isEmpty())
        .map(jar -> SubmittedFile.of(Path.of(jar)))
        .toList();
  }

  private static Path existing(String property, String file) {
    String path = System.getProperty(property, "");
    if (path.isEmpty() || !Files.exists(Path.of(path).resolve(file))) {
      throw new UsageException(
          "The local cluster needs a Spark home and K2's jar for Spark, but "
              + property
              + " is "
              + (path.isEmpty() ? "not set" : path)
              + ". Run `bin/k2`, which builds both.");
    }
    return Path.of(path).toAbsolutePath();
  }
}
