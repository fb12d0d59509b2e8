package com.k2.marketdata.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForegroundProcessIT {
  @TempDir private Path folder;

  /** Runs its arguments as a command in the foreground. */
  static final class Main {
    public static void main(String[] arguments) {
      System.exit(ForegroundProcess.run(Arrays.asList(arguments), Map.of("GREETING", "hello")));
    }
  }

  @Test
  void outputAndExitCodeArePassedThrough() throws Exception {
    Process process = start("echo $GREETING; echo $GREETING >&2; exit 7");
    assertThat(exitCode(process)).isEqualTo(7);
    assertThat(Files.readString(output())).isEqualTo("hello\nhello\n");
  }

  /** SIGHUP is that of a terminal that is closed. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void stopSignalReachesTheProcessAndIsAwaited(String signal) throws Exception {
    Process process =
        start("trap 'echo stopped; exit 9' TERM; echo ready; while :; do sleep 0.1; done");
    Await.until("the shell is ready", () -> read().contains("ready"), this::read);

    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

    assertThat(exitCode(process)).isEqualTo(9);
    assertThat(read()).contains("stopped");
  }

  private Process start(String script) throws IOException {
    ProcessBuilder java =
        ChildJvm.of(List.of("-Xmx64m"), Main.class, List.of("bash", "-c", script));
    // Java ignores the signals that its parent ignores, as under nohup or in a background job.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=TERM,INT,HUP"));
    command.addAll(java.command());
    return java.command(command)
        .redirectErrorStream(true)
        .redirectOutput(output().toFile())
        .start();
  }

  private int exitCode(Process process) {
    Await.until("the process has ended", () -> !process.isAlive(), this::read);
    return process.exitValue();
  }

  private Path output() {
    return folder.resolve("output");
  }

  private String read() {
    try {
      return Files.readString(output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
