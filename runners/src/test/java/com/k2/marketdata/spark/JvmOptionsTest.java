package com.k2.marketdata.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The packages that Java 17 must open for Spark are listed in {@link JvmOptions}. The three ways to
 * start a JVM without Spark's help list the same packages: {@code mvn exec:java}, the tests, and
 * {@code bin/k2}.
 */
class JvmOptionsTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern OPTION =
      Pattern.compile("--add-opens=java\\.base/([\\w.]+)=ALL-UNNAMED");

  @Test
  void allJvmsOpenTheSamePackages() throws IOException {
    Set<String> opened = names(JvmOptions.OPENED);
    assertThat(options(".mvn/jvm.config")).isEqualTo(opened);
    assertThat(options("pom.xml")).isEqualTo(opened);
    assertThat(ofTheLauncher()).isEqualTo(opened);
  }

  private static Set<String> options(String file) throws IOException {
    return names(OPTION.matcher(read(file)).results().map(match -> match.group(1)).toList());
  }

  /** {@code bin/k2} builds its options from a list of packages. */
  private static Set<String> ofTheLauncher() throws IOException {
    Matcher loop = Pattern.compile("for package in ([^;]*);").matcher(read("bin/k2"));
    assertThat(loop.find()).isTrue();
    return names(
        Pattern.compile("[\\w.]+")
            .matcher(loop.group(1))
            .results()
            .map(MatchResult::group)
            .toList());
  }

  /** Sorted; fails on duplicates. */
  private static Set<String> names(List<String> found) {
    assertThat(found).doesNotHaveDuplicates();
    return new TreeSet<>(found);
  }

  private static String read(String file) throws IOException {
    return Files.readString(HOME.resolve(file));
  }
}
