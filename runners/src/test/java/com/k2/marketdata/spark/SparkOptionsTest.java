package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only this package names options of Spark. */
class SparkOptionsTest {
  private static final Pattern OPTION = Pattern.compile("[\"'](-D)?spark\\.[a-z]");
  private static final Path HOME = Path.of("src/main/java/com/k2/marketdata/spark");

  @ParameterizedTest
  @ValueSource(strings = {"transforms", "pipelines", "runners", "benchmarks", "examples"})
  void noOtherPackageNamesOptionsOfSpark(String module) throws IOException {
    assertThat(naming(Path.of("..", module, "src", "main", "java"))).isEmpty();
  }

  @Test
  void optionsOfThisPackageAreFound() throws IOException {
    assertThat(OPTION.matcher("conf.set(\"spark.speculation\"").find()).isTrue();
    assertThat(Files.readString(HOME.resolve("TaskSettings.java"))).containsPattern(OPTION);
  }

  private static List<Path> naming(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.startsWith(Path.of("..", "runners").resolve(HOME)))
          .filter(file -> OPTION.matcher(read(file)).find())
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
