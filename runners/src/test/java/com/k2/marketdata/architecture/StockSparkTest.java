package com.k2.marketdata.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.package$;
import org.junit.jupiter.api.Test;

/** The module {@code runners/stock-spark}, which cannot inherit a version. */
class StockSparkTest {
  private static final Pattern VERSION = Pattern.compile("<spark.version>(.+)</spark.version>");

  @Test
  void stockHomeHasTheClassPathsVersion() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(Path.of("stock-spark/pom.xml")));
    assertThat(version.find()).isTrue();
    assertThat(version.group(1)).isEqualTo(package$.MODULE$.SPARK_VERSION());
  }
}
