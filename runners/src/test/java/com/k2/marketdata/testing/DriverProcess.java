package com.k2.marketdata.testing;

import com.k2.marketdata.stack.process.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A pipeline's driver in a separate process, which tests can stop, pause and kill. */
public final class DriverProcess implements AutoCloseable {
  private static final long EXIT_TIMEOUT_SECONDS = 180;

  private final Process process;
  private final Path log;

  private DriverProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a class's main method with this process's class path. */
  static DriverProcess start(Class<?> main, List<String> arguments) {
    return start(List.of("-Xmx512m"), Map.of(), main, arguments);
  }

  /** Starts a class's main method with this process's class path and more options of the JVM. */
  public static DriverProcess start(
      List<String> jvm, Map<String, String> environment, Class<?> main, List<String> arguments) {
    return start(environment, ChildJvm.of(jvm, main, arguments));
  }

  /** Starts a command, such as that of {@code spark-submit}, with additional variables. */
  public static DriverProcess start(Map<String, String> environment, List<String> command) {
    return start(environment, new ProcessBuilder(command));
  }

  private static DriverProcess start(Map<String, String> environment, ProcessBuilder builder) {
    try {
      Path log = Files.createTempFile("k2-driver", ".log");
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new DriverProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The driver and the processes that it has started, such as executors. */
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the process exits. */
  public int exitCode() {
    return exitCode(EXIT_TIMEOUT_SECONDS);
  }

  /** Waits until the process exits, for a driver that takes long. */
  public int exitCode(long timeoutSeconds) {
    try {
      if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
        throw new AssertionError("The driver did not exit:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends SIGTERM. */
  public void stop() {
    process.destroy();
  }

  /** Sends SIGKILL and waits until the process exits. */
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Waits until the process has paused itself, see {@link Fault.Action#PAUSE_BEFORE}. */
  public void awaitPause() {
    Await.until("the driver pauses", () -> isAlive() && state().startsWith("T"), this::log);
  }

  /** Suspends the process with SIGSTOP. */
  public void suspend() {
    output("kill", "-STOP", Long.toString(process.pid()));
    awaitPause();
  }

  /** Continues the process after a pause, with SIGCONT. */
  public void resume() {
    output("kill", "-CONT", Long.toString(process.pid()));
  }

  /** Waits until the log contains a text. */
  public void awaitLog(String text) {
    Await.until("the log says '" + text + "'", () -> log().contains(text), this::log);
  }

  /** All output so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the driver and the processes that it has started, which would outlive it. */
  @Override
  public void close() {
    processes().forEach(ProcessHandle::destroyForcibly);
    exitCode();
    try {
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String state() {
    return output("ps", "-o", "state=", "-p", Long.toString(process.pid()));
  }

  private static String output(String... command) {
    try {
      Process run = new ProcessBuilder(command).start();
      String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      run.waitFor();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
