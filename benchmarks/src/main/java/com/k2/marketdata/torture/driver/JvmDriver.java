package com.k2.marketdata.torture.driver;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.stack.process.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A driver in a JVM of its own. Its output is followed while it runs, and stored in a file. */
public final class JvmDriver implements Driver {
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(30);

  private final Job job;
  private final Path log;
  private final Process process;
  private final SignalShell signals;
  private final CycleProgress progress;

  private JvmDriver(Job job, Path log, Process process, SignalShell signals) {
    this.job = job;
    this.log = log;
    this.process = process;
    this.signals = signals;
    this.progress = new CycleProgress(job);
    Thread follower = new Thread(this::follow, "follow-" + log.getFileName());
    follower.setDaemon(true);
    follower.start();
  }

  /**
   * Starts a driver with this process's class path.
   *
   * @param heap its maximum heap, for example {@code 512m}
   * @param arguments of the pipeline
   */
  public static JvmDriver start(
      Job job, String heap, List<String> arguments, Path log, SignalShell signals) {
    ProcessBuilder builder =
        ChildJvm.of(List.of("-Xmx" + heap, "-Dk2.log=debug"), job.main(), arguments)
            .redirectErrorStream(true);
    try {
      return new JvmDriver(job, log, builder.start(), signals);
    } catch (IOException e) {
      throw new SystemFaultException("Cannot start " + builder.command().get(0) + ": " + e, e);
    }
  }

  private void follow() {
    try (BufferedReader lines = process.inputReader();
        BufferedWriter copy = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(line);
        copy.write(line);
        copy.newLine();
        copy.flush();
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot follow " + log + ": " + e, e);
    } finally {
      progress.end();
    }
  }

  @Override
  public Job job() {
    return job;
  }

  @Override
  public Optional<LogEvent.Planned> cycle() {
    return progress.cycle();
  }

  @Override
  public long commits() {
    return progress.commits();
  }

  @Override
  public boolean awaitWindow(Window window, Duration limit) {
    return progress.awaitWindow(window, limit);
  }

  @Override
  public boolean awaitCommit(long before, Duration limit) {
    return progress.awaitCommit(before, limit);
  }

  @Override
  public OptionalInt awaitExit(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFaultException("Interrupted while waiting for a driver to end", e);
    }
  }

  @Override
  public void kill() {
    // Through the handle: Process closes its streams, and the end of the log would be lost.
    process.toHandle().destroyForcibly();
    awaitExit(KILLED_WITHIN);
    progress.awaitEnd(KILLED_WITHIN);
  }

  @Override
  public void suspend() {
    signals.send("STOP", process.pid());
  }

  @Override
  public void resume() {
    signals.send("CONT", process.pid());
  }

  @Override
  public void stop() {
    process.toHandle().destroy();
  }

  @Override
  public String log() {
    return log.toString();
  }
}
