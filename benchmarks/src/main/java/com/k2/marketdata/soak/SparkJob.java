package com.k2.marketdata.soak;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.plan.Job;
import com.k2.marketdata.soak.sample.CycleSample;
import com.k2.marketdata.soak.sample.Kind;
import com.k2.marketdata.soak.sample.SoakProcess;
import com.k2.marketdata.spark.SparkSubmitCommand;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A submitted job of the plan. Its driver's log is followed while it runs, and stored in a file.
 */
final class SparkJob implements AutoCloseable {
  private static final Duration ENDED_WITHIN = Duration.ofMinutes(2);

  private final Job job;
  private final Path log;
  private final Process process;
  private final List<CycleSample> cycles = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Thread follower;

  private SparkJob(Job job, Path log, Process process) {
    this.job = job;
    this.log = log;
    this.process = process;
    this.follower = new Thread(this::follow, "follow-" + job.name());
    follower.setDaemon(true);
    follower.start();
  }

  /**
   * Submits a job in client mode.
   *
   * @param log the file for the driver's output
   */
  static SparkJob submit(Job job, SparkSubmitCommand command, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command.command()).redirectErrorStream(true);
    builder.environment().putAll(command.environment());
    try {
      return new SparkJob(job, log, builder.start());
    } catch (IOException e) {
      throw new SystemFaultException("Cannot start " + command.command().get(0) + ": " + e, e);
    }
  }

  private void follow() {
    try (BufferedReader lines = process.inputReader();
        BufferedWriter copy = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        accept(line);
        copy.write(line);
        copy.newLine();
        copy.flush();
      }
    } catch (IOException e) {
      throw new SystemFaultException("Cannot follow " + log + ": " + e, e);
    }
  }

  private synchronized void accept(String line) {
    CycleSample.parse(Instant.now(), line).ifPresent(cycles::add);
    if (CycleSample.isFailure(line)) {
      failures.add(job.name() + ": " + line);
    }
  }

  Job job() {
    return job;
  }

  /** The driver. */
  SoakProcess driver() {
    return new SoakProcess(
        "driver of " + job.name(),
        Kind.DRIVER,
        process.pid(),
        job.driver().container().megabytes());
  }

  /** Whether the driver runs. Once it does not, its log has been read and stored to its end. */
  boolean isRunning() {
    return process.isAlive() || follower.isAlive();
  }

  /** The exit code of a driver that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** The cycles so far. */
  synchronized List<CycleSample> cycles() {
    return List.copyOf(cycles);
  }

  /** The lines of the log that report failed cycles. */
  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  Path log() {
    return log;
  }

  /** Requests the driver to end, and waits until it has. */
  @Override
  public void close() {
    // Through the handle: Process closes its streams, and the end of the log would be lost.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(ENDED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        process.toHandle().destroyForcibly();
      }
      follower.join(ENDED_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
