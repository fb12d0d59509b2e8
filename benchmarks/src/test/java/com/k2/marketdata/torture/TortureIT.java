package com.k2.marketdata.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command for a minute, with real drivers and servers. */
@Tag("long")
class TortureIT {
  @TempDir private Path folder;

  @Test
  void nothingIsLostOrDoubledInAMinute() {
    Path work = folder.resolve("work");
    StringWriter out = new StringWriter();
    CommandLine command =
        new CommandLine(new TortureCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out));

    int code = command.execute("--minutes=1", "--runners=direct", "--work=" + work);

    assertThat(code).as(out::toString).isZero();
    assertThat(out.toString())
        .contains("   1  ")
        .containsPattern(
            Pattern.compile("Last check: [1-9][0-9,]* messages: 0 lost, 0 doubled, 0 differing"));
    assertThat(Files.exists(work.resolve("logs"))).isTrue();
    assertThat(ProcessHandle.allProcesses().filter(process -> isOf(process, work))).isEmpty();
  }

  private static boolean isOf(ProcessHandle process, Path work) {
    return process.info().commandLine().orElse("").contains(work.toString());
  }
}
