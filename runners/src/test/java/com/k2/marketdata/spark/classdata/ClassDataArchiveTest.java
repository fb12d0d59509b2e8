package com.k2.marketdata.spark.classdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.SparkDistribution;
import com.k2.marketdata.spark.SparkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassDataArchiveTest {
  private static final SparkSettings SETTINGS =
      SparkSettings.of(ResourcePlan.of("lean"), "medallion");

  @TempDir private Path folder;
  private SparkDistribution spark;

  @BeforeEach
  void setUp() throws IOException {
    Files.createDirectories(folder.resolve("jars"));
    Path jar = Files.writeString(folder.resolve("k2.jar"), "1");
    spark = new SparkDistribution(folder, jar, List.of());
  }

  @Test
  void archiveOfOtherJarsIsOutdated() throws IOException {
    ClassDataArchive first = write(ClassDataArchive.of(spark));
    Files.writeString(spark.jar(), "22");
    ClassDataArchive second = ClassDataArchive.of(spark);
    Files.writeString(folder.resolve("jars/spark-core.jar"), "1");
    ClassDataArchive third = ClassDataArchive.of(spark);

    assertThat(List.of(first.file(), second.file(), third.file())).doesNotHaveDuplicates();
    assertThat(first.outdated()).isEmpty();
    assertThat(second.exists()).isFalse();
    assertThat(second.outdated()).containsExactly(first.file());
  }

  @Test
  void sameJarsHaveTheSameArchive() {
    write(ClassDataArchive.of(spark));
    assertThat(ClassDataArchive.of(spark).exists()).isTrue();
  }

  @Test
  void jobsUseAnExistingArchiveOnly() {
    ClassDataArchive archive = ClassDataArchive.of(spark);
    assertThat(archive.applyTo(SETTINGS)).isEqualTo(SETTINGS);

    write(archive);

    for (String process : List.of("driver", "executor")) {
      assertThat(archive.applyTo(SETTINGS).conf())
          .hasEntrySatisfying(
              "spark." + process + ".extraJavaOptions",
              options -> assertThat(options).endsWith(" -XX:SharedArchiveFile=" + archive.file()));
    }
  }

  private static ClassDataArchive write(ClassDataArchive archive) {
    try {
      Files.createDirectories(archive.file().getParent());
      Files.writeString(archive.file(), "archive");
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
