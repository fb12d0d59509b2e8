package com.k2.marketdata.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aUsersMistakeIsOneLine() {
    assertThat(run(() -> fail(new UsageException("--rate=0 is wrong.")))).isEqualTo(2);
    assertThat(err).hasToString("k2 probe: --rate=0 is wrong." + System.lineSeparator());
  }

  @Test
  void aSystemFaultHasItsExitCode() {
    assertThat(run(() -> fail(new SystemFaultException("The broker ended.", null)))).isEqualTo(3);
    assertThat(err.toString()).startsWith("k2 probe: The broker ended.");
  }

  @Test
  void anUnexpectedExceptionIsNotAWrongTable() {
    assertThat(run(() -> fail(new IllegalStateException("surprise")))).isEqualTo(70);
    assertThat(err.toString()).contains("IllegalStateException: surprise", "at com.k2.marketdata");
  }

  @Test
  void anErrorIsNotAWrongTable() {
    assertThat(
            run(
                () -> {
                  throw new OutOfMemoryError("heap");
                }))
        .isEqualTo(70);
    assertThat(err.toString()).contains("OutOfMemoryError: heap");
  }

  private int run(Callable<Integer> body) {
    CommandLine commandLine =
        Commands.commandLine(new Probe(body)).setErr(new PrintWriter(err, true));
    return Commands.execute(commandLine);
  }

  private static int fail(RuntimeException failure) {
    throw failure;
  }

  @Command(name = "k2 probe")
  private record Probe(Callable<Integer> body) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return body.call();
    }
  }
}
