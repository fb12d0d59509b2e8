package com.k2.marketdata.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files are those of the plans. With {@code -Dk2.write}, this test writes them first. */
class SparkFilesTest {
  private static final Path FOLDER = Path.of("../docker/k2");

  @BeforeAll
  static void write() throws IOException {
    if (System.getProperty("k2.write") != null) {
      for (Map.Entry<String, String> file : SparkFiles.all().entrySet()) {
        Files.createDirectories(FOLDER.resolve(file.getKey()).getParent());
        Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
      }
    }
  }

  @Test
  void filesAreThoseOfThePlans() throws IOException {
    assertThat(found()).isEqualTo(SparkFiles.all());
  }

  @Test
  void sparkReadsTheSettingsUnchanged() throws IOException {
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(FOLDER.resolve("maintain.conf"))) {
      read.load(reader);
    }
    Map<String, String> settings = SparkSettings.local(SparkFiles.LOCAL.heap()).conf();
    assertThat(read)
        .isEqualTo(SparkSubmitCommand.withClassPath(settings, Path.of("/opt/k2/k2.jar")));
  }

  private static Map<String, String> found() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().matches(".*\\.(env|conf)")).toList()) {
        found.put(FOLDER.relativize(file).toString(), Files.readString(file));
      }
    }
    return found;
  }
}
