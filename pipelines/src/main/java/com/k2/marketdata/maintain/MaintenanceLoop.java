package com.k2.marketdata.maintain;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.loop.Diagnosis;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.maintain.MaintenanceReport.TableReport;
import com.k2.marketdata.text.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs maintenance once, or at an interval until a stop is requested. */
public final class MaintenanceLoop {
  private static final Logger LOG = LoggerFactory.getLogger(MaintenanceLoop.class);

  /** The name in the health file of a run that failed as a whole. */
  private static final String RUN = "maintain";

  private final Maintenance maintenance;
  private final Optional<Duration> interval;
  private final HealthFile health;
  private final StopSignal stop;
  private final Consumer<MaintenanceReport> reports;

  /**
   * @param interval from the start of a run to the start of the next; empty to run once
   * @param reports receives the report of each run
   */
  public MaintenanceLoop(
      Maintenance maintenance,
      Optional<Duration> interval,
      HealthFile health,
      StopSignal stop,
      Consumer<MaintenanceReport> reports) {
    this.maintenance = maintenance;
    this.interval = interval;
    this.health = health;
    this.stop = stop;
    this.reports = reports;
  }

  /**
   * Runs until the last run, or until a stop is requested. With an interval, a run that fails is
   * followed by the next, unless every run of this process would fail. A run that was stopped is
   * not reported.
   *
   * @return the exit code of the last run
   * @throws K2Exception if the only run failed as a whole, or the options are wrong
   */
  public ExitCode run(CycleRunner runner) {
    ExitCode last = ExitCode.DONE;
    health.recovered(RUN);
    while (!stop.isRequested()) {
      long begin = System.nanoTime();
      last = runOnce(runner);
      if (interval.isEmpty()) {
        break;
      }
      awaitNext(begin + interval.get().toNanos());
    }
    return last;
  }

  private void awaitNext(long nanoTime) {
    for (long left = nanoTime - System.nanoTime();
        left > 0 && !stop.isRequested();
        left = nanoTime - System.nanoTime()) {
      health.touch();
      stop.await(Duration.ofNanos(Math.min(left, HealthFile.INTERVAL.toNanos())));
    }
  }

  private ExitCode runOnce(CycleRunner runner) {
    try {
      runner.requireUsable();
      return maintenance.run(runner, stop).map(this::reported).orElseGet(MaintenanceLoop::stopped);
    } catch (RuntimeException e) {
      K2Exception failure = Diagnosis.of(e);
      String why = Printable.line(failure.getMessage());
      health.failed(RUN, why);
      if (interval.isEmpty() || failure instanceof UsageException || failure.endsProcess()) {
        throw failure;
      }
      LOG.error("Maintenance failed; it runs again at the next interval: {}", why);
      return failure.exitCode();
    }
  }

  private ExitCode reported(MaintenanceReport report) {
    health.recovered(RUN);
    report.tables().forEach(this::record);
    reports.accept(report);
    return report.exitCode();
  }

  private static ExitCode stopped() {
    LOG.info("Maintenance was stopped during a run; the next run does the rest");
    return ExitCode.DONE;
  }

  private void record(TableReport table) {
    List<String> reasons = table.reasons();
    if (reasons.isEmpty()) {
      health.recovered(table.table());
    } else {
      health.failed(table.table(), String.join(" ", reasons));
    }
  }
}
