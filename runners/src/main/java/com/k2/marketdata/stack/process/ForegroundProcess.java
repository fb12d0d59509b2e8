package com.k2.marketdata.stack.process;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A process that takes the place of this one: its output is this process's output, and it receives
 * the stop signals that this process receives.
 */
public final class ForegroundProcess {
  private static final int KILLED_BY = 128;

  /** Sent when the terminal is closed. The command, in its own session, does not receive it. */
  private static final String SIGHUP = "HUP";

  private @Nullable Process process;

  private ForegroundProcess() {}

  /**
   * Runs a command to its end.
   *
   * @param environment variables to add to the environment
   * @return its exit code
   */
  public static int run(List<String> command, Map<String, String> environment) {
    // In a session of its own, since a Ctrl-C in the terminal would reach it twice.
    List<String> all = new ArrayList<>(BackgroundProcess.detached());
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all).inheritIO();
    builder.environment().putAll(environment);
    ForegroundProcess foreground = new ForegroundProcess();
    new IrqHandler(IrqHandler.SIGTERM, foreground::stop).bind();
    new IrqHandler(IrqHandler.CONTROL_C, foreground::stop).bind();
    new IrqHandler(SIGHUP, foreground::stop).bind();
    try {
      return foreground.start(builder).waitFor();
    } catch (IOException e) {
      throw new SystemFaultException("Cannot start " + command.get(0) + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while " + command.get(0) + " was running", e);
    }
  }

  private synchronized Process start(ProcessBuilder builder) throws IOException {
    process = builder.start();
    return process;
  }

  /** The handler stays when the command has ended; a signal then ends this process as usual. */
  private synchronized void stop(IrqHandler.InterruptData signal) {
    if (process != null && process.isAlive()) {
      process.destroy();
    } else {
      System.exit(KILLED_BY + signal.getNumber());
    }
  }
}
