package com.k2.marketdata.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of exit codes, and its copy in the documentation. */
class ExitCodeTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");

  @Test
  void documentationListsTheSameCodes() throws IOException {
    List<String> documented =
        Files.readAllLines(OPERATIONS).stream()
            .dropWhile(line -> !line.equals("## Exit codes"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.matches("\\| \\d+ \\|.*"))
            .map(line -> line.replaceFirst("(\\|[^|]*\\|[^|]*\\|[^|]*\\|[^|]*\\|).*", "$1"))
            .toList();
    assertThat(documented)
        .containsExactlyElementsOf(
            Arrays.stream(ExitCode.values()).map(ExitCodeTest::row).toList());
  }

  @Test
  void codesDiffer() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
  }

  @Test
  void onlyPassingFailuresAreRetried() {
    assertThat(Arrays.stream(ExitCode.values()).filter(ExitCode::isRetried))
        .containsExactly(
            ExitCode.SYSTEM_FAULT,
            ExitCode.INCOMPLETE_CYCLE,
            ExitCode.OUT_OF_MEMORY,
            ExitCode.UNEXPECTED);
  }

  @Test
  void onlyFailuresThatMayPassAreRestarted() {
    assertThat(Arrays.stream(ExitCode.values()).filter(ExitCode::allowsRestart))
        .containsExactly(
            ExitCode.SYSTEM_FAULT,
            ExitCode.INCOMPLETE_CYCLE,
            ExitCode.STALLED,
            ExitCode.UNEXPECTED);
  }

  private static String row(ExitCode code) {
    return "| %d | %s | %s | %s |"
        .formatted(
            code.code(), code.description(), yes(code.isRetried()), yes(code.allowsRestart()));
  }

  private static String yes(boolean is) {
    return is ? "yes" : "no";
  }
}
