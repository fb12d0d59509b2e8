package com.k2.marketdata.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A separate JVM with the tests' class path. */
public final class ChildJvm {
  private static final long LIMIT_SECONDS = 120;

  private final Process process;

  private ChildJvm(Process process) {
    this.process = process;
  }

  /** Starts a class's main method with a small heap. */
  public static ChildJvm start(Class<?> main, String... arguments) {
    return withHeap("128m", main, arguments);
  }

  /** Starts a class's main method with a heap of this size. */
  public static ChildJvm withHeap(String heap, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .replace('\n', File.pathSeparatorChar));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    try {
      return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the process exits; fails with its output if the exit code is not the expected one.
   */
  public void requireExit(int expected) throws InterruptedException {
    String output;
    try {
      output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The process has not exited: " + output);
    }
    if (process.exitValue() != expected) {
      throw new AssertionError(
          "Exit code " + process.exitValue() + " instead of " + expected + ": " + output);
    }
  }
}
