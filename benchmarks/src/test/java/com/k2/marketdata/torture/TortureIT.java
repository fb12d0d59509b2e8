package com.k2.marketdata.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.command.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command until two faults have counted, with real drivers and servers. */
@Tag("long")
class TortureIT {
  @TempDir private Path folder;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void nothingIsLostOrDuplicated() {
    Path work = folder.resolve("work");
    StringWriter out = new StringWriter();
    CommandLine command = Commands.commandLine(new TortureCommand()).setOut(new PrintWriter(out));

    int code = command.execute("--faults=2", "--runners=direct", "--work=" + work);

    assertThat(code).as(out::toString).isZero();
    assertThat(out.toString())
        .containsPattern(
            "(?m)^ +1  [0-9:]{8}  (kill|suspend|race|broker) +(medallion|bronze|silver) ")
        .containsPattern(
            "Last check: [1-9][0-9,]* messages:"
                + " 0 lost, 0 duplicated, 0 invented, 0 differing");
    assertThat(Files.exists(work.resolve("logs"))).isTrue();
    assertThat(ProcessHandle.allProcesses().filter(process -> isOf(process, work))).isEmpty();
  }

  private static boolean isOf(ProcessHandle process, Path work) {
    return process.info().commandLine().orElse("").contains(work.toString());
  }
}
