package com.k2.marketdata.spark;

import com.k2.marketdata.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Spark distribution that the local cluster runs on, and the jar that is submitted to it.
 *
 * @param home has {@code bin}, {@code conf} and {@code jars}
 * @param jar K2's jar for Spark
 */
public record SparkDistribution(Path home, Path jar) {
  private static final String HOME = "k2.spark.home";
  private static final String JAR = "k2.spark.jar";

  /**
   * What {@code bin/k2} has built.
   *
   * @throws UsageException if there is none
   */
  public static SparkDistribution installed() {
    return new SparkDistribution(existing(HOME, "bin/spark-submit"), existing(JAR, ""));
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
