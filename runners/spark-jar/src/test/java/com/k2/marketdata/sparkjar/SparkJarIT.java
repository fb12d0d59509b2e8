package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.cli.SparkMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the jar for spark-submit contains. */
class SparkJarIT {
  /** Spark's own jars, where the build has collected them. */
  private static final Path STOCK_JARS = Path.of("../stock-spark/target/home/jars");

  private static final Pattern OF_SPARK =
      Pattern.compile(
          "(?:META-INF/versions/\\d+/)?(?:org/apache/(?:avro|parquet|spark|hadoop|log4j|logging)"
              + "|shaded/parquet|org/roaringbitmap|io/airlift|io/netty|scala|org/slf4j"
              + "|com/fasterxml/jackson/(?:core|databind|annotation))/.*\\.class");

  private static JarFile jar;
  private static Set<String> entries;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(SparkJar.path().toFile());
    entries =
        jar.stream().map(entry -> entry.getName()).collect(Collectors.toCollection(TreeSet::new));
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void manifestNamesTheCommands() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    assertThat(manifest.getValue("Main-Class")).isEqualTo(SparkMain.class.getName());
    assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
    assertThat(entries).anyMatch(entry -> entry.startsWith("META-INF/versions/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bronze", "Silver", "Medallion", "Maintain"})
  void pipelinesHaveMains(String main) {
    assertThat(entries).contains("com/k2/marketdata/launch/" + main + ".class");
  }

  @Test
  void librariesOfSparkAreRelocatedOrLeftOut() throws IOException {
    assertThat(entries)
        .contains(
            "com/k2/shaded/avro/Schema.class",
            "com/k2/shaded/parquet/hadoop/ParquetWriter.class",
            "com/k2/shaded/roaringbitmap/RoaringBitmap.class");
    assertThat(entries.stream().filter(OF_SPARK.asMatchPredicate())).isEmpty();
    assertThat(stockJars()).isNotEmpty().allSatisfy(SparkJarIT::haveNoCommonClass);
  }

  @Test
  void jarIsNotSigned() {
    assertThat(entries).noneMatch(entry -> entry.matches("META-INF/.*\\.(SF|DSA|RSA)"));
  }

  @Test
  void servicesOfAllLibrariesAreMerged() throws IOException {
    assertThat(services("org.apache.beam.sdk.runners.PipelineRunnerRegistrar"))
        .contains(
            "org.apache.beam.runners.spark.SparkRunnerRegistrar$Runner",
            "org.apache.beam.runners.direct.DirectRegistrar$Runner");
    assertThat(services("java.sql.Driver")).contains("org.postgresql.Driver", "org.sqlite.JDBC");
  }

  @Test
  void librariesThatSparkLacksArePresent() {
    assertThat(entries)
        .contains(
            "org/apache/iceberg/aws/s3/S3FileIO.class",
            "software/amazon/awssdk/services/kms/KmsClient.class",
            "software/amazon/awssdk/services/sts/StsClient.class",
            "org/apache/iceberg/rest/RESTCatalog.class",
            // Of the symbol lists.
            "com/fasterxml/jackson/dataformat/csv/CsvFactory.class");
  }

  private static List<String> services(String type) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry("META-INF/services/" + type))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static List<Path> stockJars() throws IOException {
    try (Stream<Path> jars = Files.list(STOCK_JARS)) {
      return jars.toList();
    }
  }

  private static void haveNoCommonClass(Path stock) {
    try (JarFile sparks = new JarFile(stock.toFile())) {
      assertThat(
              sparks.stream()
                  .map(entry -> entry.getName())
                  .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                  .filter(entries::contains))
          .as(stock.toString())
          .isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
