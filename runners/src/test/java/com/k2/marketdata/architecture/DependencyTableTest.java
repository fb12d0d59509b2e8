package com.k2.marketdata.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What SECURITY.md says about libraries is true of the class path. */
class DependencyTableTest {
  private static final Path SECURITY = Path.of("../SECURITY.md");
  private static final Pattern LIBRARY = Pattern.compile("`([\\w.-]+)` (\\d[\\w.-]*)");

  /** Libraries with known vulnerabilities that only other parts of Spark use. */
  private static final Pattern LEFT_OUT = Pattern.compile("(?:ivy|curator-\\w+|guava)-[\\d.]+.*");

  private static final Set<String> JARS =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(entry -> new File(entry).getName())
          .collect(Collectors.toSet());

  @Test
  void listedVersionsAreThoseOfTheBuild() throws IOException {
    List<String> listed = new ArrayList<>();
    for (String row : Files.readAllLines(SECURITY)) {
      // The first cell names the libraries.
      Stream<MatchResult> found =
          row.startsWith("|") ? LIBRARY.matcher(row.split("\\|")[1]).results() : Stream.empty();
      found.forEach(library -> listed.add(library.group(1) + "-" + library.group(2) + ".jar"));
    }
    assertThat(listed).hasSizeGreaterThanOrEqualTo(8);
    assertThat(JARS).containsAll(listed);
  }

  @Test
  void librariesThatAreLeftOutAreNotThere() {
    assertThat(JARS).noneMatch(jar -> LEFT_OUT.matcher(jar).matches());
    assertThat(JARS).filteredOn(jar -> jar.startsWith("lz4-java")).hasSize(1);
  }
}
