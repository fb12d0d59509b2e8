package com.k2.marketdata.sparkjar;

import com.k2.marketdata.spark.SparkDistribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jar of this module. */
final class SparkJar {
  private SparkJar() {}

  /** The stock distribution of Spark with this jar, without plugins. */
  static SparkDistribution distribution() {
    return new SparkDistribution(
        Path.of("../stock-spark/target/home").toAbsolutePath().normalize(), path(), List.of());
  }

  static Path path() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("k2-pipelines-.*-spark\\.jar"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
