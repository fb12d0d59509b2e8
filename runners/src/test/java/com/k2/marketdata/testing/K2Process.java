package com.k2.marketdata.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command line as a user does: in a separate process, with this test's class path. */
public final class K2Process {
  /** The command line without arguments, for a shell. */
  public static final String COMMAND =
      "'"
          + Path.of(System.getProperty("java.home"), "bin", "java")
          + "' -XX:TieredStopAtLevel=1 -Xmx512m com.k2.marketdata.cli.K2";

  private static final int MINUTES = 3;

  /** The result of a command. */
  public record Result(int exitCode, String out, String err) {
    /** The exit code and both outputs, for an assertion's message. */
    public String all() {
      return "exit code " + exitCode + "\n" + out + "\n" + err;
    }
  }

  private K2Process() {}

  /**
   * Runs a command to its end, in a working directory and with additional environment variables.
   */
  public static Result run(Path directory, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xmx512m");
    command.add("com.k2.marketdata.cli.K2");
    command.addAll(List.of(arguments));
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("CLASSPATH", System.getProperty("java.class.path"));
    return runCommand(directory, variables, command);
  }

  /** Runs commands of bash, which can write any bytes with {@code $'\\xc3'}. */
  public static Result runShell(Path directory, Map<String, String> environment, String commands) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("CLASSPATH", System.getProperty("java.class.path"));
    return runCommand(directory, variables, List.of("bash", "-c", commands));
  }

  /** Runs any other command to its end. */
  static Result runCommand(Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("k2", ".out");
      Path err = Files.createTempFile("k2", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().remove("K2_STATE");
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "Still running after " + MINUTES + " minutes: " + String.join(" ", command));
      }
      Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
