package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.Activity;
import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.runner.StallTimeout;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.loop.StallDetector;
import com.k2.marketdata.text.Printable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the pipelines of a runner in a thread of its own. If one makes no progress for {@code
 * --stallTimeout}, the job becomes unhealthy and the process ends, unless the runner observes only
 * a part of the progress. While a pipeline makes progress, keeps the health file fresh.
 */
public final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** The name in the health file. */
  private static final String PIPELINE = "pipeline";

  private static final Duration LONGEST_PERIOD = Duration.ofSeconds(5);

  /** Looks that are late by this many periods follow a suspension of the process. */
  private static final int SUSPENDED_PERIODS = 3;

  private final Supplier<Optional<Activity>> activity;
  private final HealthFile health;
  private final Runnable haltTimer;
  private final Runnable end;
  private final Duration timeout;
  private final StallDetector detector;
  private boolean stalled;

  /**
   * @param haltTimer called before anything that may hang
   * @param end ends the process; called once
   */
  Watchdog(
      Supplier<Optional<Activity>> activity,
      Duration timeout,
      HealthFile health,
      Runnable haltTimer,
      Runnable end) {
    this.activity = activity;
    this.health = health;
    this.haltTimer = haltTimer;
    this.end = end;
    this.timeout = timeout;
    this.detector = new StallDetector(timeout, period(timeout).multipliedBy(SUSPENDED_PERIODS));
  }

  /** Does the work of a command, and watches its pipelines. If one stalls, the process exits. */
  public static <T> T during(CycleRunner runner, PipelineOptions options, Supplier<T> work) {
    return during(
        runner,
        options,
        new HealthFile(null),
        ProcessExit::startStallTimer,
        () -> ProcessExit.exit(ExitCode.STALLED.code()),
        work);
  }

  /**
   * Does the work of a job, and watches its pipelines.
   *
   * @param haltTimer makes sure that the process ends, even if the health file, the log or {@code
   *     end} hangs
   * @param end ends the process
   * @throws UsageException if the timeout in the options is not a duration
   */
  static <T> T during(
      CycleRunner runner,
      PipelineOptions options,
      HealthFile health,
      Runnable haltTimer,
      Runnable end,
      Supplier<T> work) {
    Duration timeout = StallTimeout.of(options);
    Watchdog watchdog = new Watchdog(runner::activity, timeout, health, haltTimer, end);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Watchdog::thread);
    long millis = Math.max(1, period(timeout).toMillis());
    timer.scheduleWithFixedDelay(watchdog::safeLook, millis, millis, TimeUnit.MILLISECONDS);
    try {
      return work.get();
    } finally {
      timer.shutdown();
    }
  }

  /** Looks at the runner once. */
  void look(long nanoTime) {
    Optional<Activity> now = activity.get();
    if (now.isEmpty()) {
      detector.reset();
      recover();
    } else if (!detector.isStalled(now.get().progress(), nanoTime)) {
      recover();
      health.touch();
    } else if (!stalled) {
      stalled = true;
      report(now.get());
    }
  }

  private void safeLook() {
    try {
      look(System.nanoTime());
    } catch (Throwable e) { // Any would cancel the timer.
      LOG.warn("The watchdog could not look at the pipeline", e);
    }
  }

  private void recover() {
    if (stalled) {
      stalled = false;
      health.recovered(PIPELINE);
    }
  }

  private void report(Activity now) {
    String why =
        Printable.line(
            "The pipeline has made no progress for " + timeout.toSeconds() + " s. " + now.state());
    if (!now.complete()) {
      health.failed(PIPELINE, why);
      LOG.warn("{}", why);
      return;
    }
    haltTimer.run();
    try {
      LOG.error("{} The process exits with code {}", why, ExitCode.STALLED.code());
      health.failed(PIPELINE, why);
    } finally {
      end.run();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "k2-watchdog");
    thread.setDaemon(true);
    return thread;
  }

  private static Duration period(Duration timeout) {
    Duration tenth = timeout.dividedBy(10);
    return tenth.compareTo(LONGEST_PERIOD) < 0 ? tenth : LONGEST_PERIOD;
  }
}
