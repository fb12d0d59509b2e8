package com.k2.marketdata.soak;

import com.k2.marketdata.bench.load.SteadyFeed;
import com.k2.marketdata.bench.report.Machine;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.soak.report.CsvFile;
import com.k2.marketdata.soak.report.Gate;
import com.k2.marketdata.soak.report.LaneFigures;
import com.k2.marketdata.soak.report.ProcessFigures;
import com.k2.marketdata.soak.report.SoakReport;
import com.k2.marketdata.soak.sample.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The steps of a soak. */
final class SoakRun {
  private static final Duration PREPARED_TIME = Duration.ofSeconds(10);
  private static final long SEED = 11;

  /** More than maintenance keeps at least. */
  private static final int FEWEST_SNAPSHOTS = 1000;

  private final SoakSettings settings;
  private final Path logs;
  private final Resources resources;
  private final Consumer<String> progress;
  private final SoakStack stack;
  private final Map<String, Double> rates;

  /**
   * Checks the plan; nothing is started yet.
   *
   * @param stack is started by the run
   * @param logs an existing folder
   * @param resources receives what is to be closed
   * @param progress receives a line per step
   * @throws UsageException if the plan cannot be used for a soak
   */
  SoakRun(
      SoakSettings settings,
      SoakStack stack,
      Path logs,
      Resources resources,
      Consumer<String> progress) {
    this.settings = settings;
    this.stack = resources.add(stack);
    this.logs = logs;
    this.resources = resources;
    this.progress = progress;
    this.rates = OriginalRates.of(exchanges(), settings.load());
  }

  /** A run's measurements and figures. */
  record Outcome(Recording recording, SoakReport report) {}

  /**
   * Runs all steps.
   *
   * @param csv receives all measured values
   */
  Outcome run(CsvFile csv) {
    stack.start(progress);
    resources.requireOpen();
    SteadyFeed feed = resources.add(feed());
    prepare(feed);
    long prepared = feed.published();
    if (settings.isBacklog()) {
      progress.accept("Publishing %,d messages ...".formatted(settings.backlog()));
      feed.publish(backlogTime());
    }
    long backlog = feed.published() - prepared;
    RunningJobs jobs = submit();
    if (!settings.isBacklog()) {
      feed.start();
    }
    progress.accept("Waiting for the first cycle of each job ...");
    jobs.awaitFirstCycles();
    if (settings.isJudged() && !settings.isBacklog()) {
      // Messages have arrived while the first cycles loaded their classes.
      jobs.awaitSteady();
    }
    Process maintenance = maintenance();
    ClusterProcesses processes =
        new ClusterProcesses(stack.status(), stack.plan(), jobs.jobs(), maintenance);
    SoakRecorder recorder = new SoakRecorder(settings, processes, jobs, logs, csv);
    Recording recording = record(recorder, jobs, backlog);
    resources.requireOpen();
    feed.finish();
    if (jobs.areRunning()) {
      progress.accept("Waiting until the jobs have caught up ...");
      jobs.awaitRead(feed.published() - prepared);
    }
    List<String> ended = new ArrayList<>(jobs.ended());
    if (!maintenance.isAlive()) {
      ended.add(
          "Maintenance ended with exit code %d. Its log is %s"
              .formatted(maintenance.exitValue(), stack.log("maintain")));
    }
    maintenance.destroy();
    jobs.jobs().forEach(SparkJob::close);
    return new Outcome(recording, report(recording, ended, jobs.triggers(), feed.published()));
  }

  private SteadyFeed feed() {
    // What is published before the jobs start is in the past.
    Duration before = PREPARED_TIME.plus(backlogTime());
    return new SteadyFeed(
        stack.bootstrap(), stack.schemaIds(), rates, SEED, Instant.now().minus(before));
  }

  private List<String> exchanges() {
    return stack.exchanges().stream().map(Exchange::name).toList();
  }

  /** How long it would take to publish the backlog at the rates. */
  private Duration backlogTime() {
    double perSecond = rates.values().stream().mapToDouble(rate -> rate).sum();
    return Duration.ofMillis(Math.round(1000 * settings.backlog() / perSecond));
  }

  /** Creates the tables with some rows, and gives them a history. */
  private void prepare(SteadyFeed feed) {
    progress.accept("Preparing tables with %,d snapshots ...".formatted(settings.snapshots()));
    feed.publish(PREPARED_TIME);
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(stack.pipeline("medallion", exchanges()));
    int code = stack.run("prepare", arguments);
    if (code != ExitCode.DONE.code()) {
      throw new SystemFaultException(
          "The tables could not be prepared: exit code %d. The log is %s"
              .formatted(code, stack.log("prepare")));
    }
    stack.history().extend(settings.snapshots());
  }

  private RunningJobs submit() {
    progress.accept("Submitting the jobs of the plan " + stack.plan().name() + " ...");
    return new RunningJobs(
        stack.plan().jobs().stream().map(job -> resources.add(stack.submit(job))).toList());
  }

  private Process maintenance() {
    Process process =
        stack.k2(
            "maintain",
            List.of(
                "maintain",
                stack.catalogOption(),
                "--execute",
                // By default, nothing is compacted in a run of less than an hour.
                "--settle=5m",
                // By default, no snapshot expires in the first hour, and drivers keep the metadata.
                "--young",
                "--maxSnapshots=" + Math.max(settings.snapshots(), FEWEST_SNAPSHOTS),
                "--trigger=" + settings.maintenanceInterval().toMillis() + "ms"));
    resources.add(process::destroy);
    return process;
  }

  private Recording record(SoakRecorder recorder, RunningJobs jobs, long backlog) {
    if (settings.isBacklog()) {
      progress.accept("Sampling until the jobs have caught up ...");
      return recorder.record(() -> jobs.haveRead(backlog));
    }
    progress.accept("Sampling for %d s ...".formatted(settings.duration().toSeconds()));
    Instant end = Instant.now().plus(settings.duration());
    return recorder.record(() -> !Instant.now().isBefore(end));
  }

  private SoakReport report(
      Recording recording, List<String> ended, Map<String, Duration> triggers, long messages) {
    progress.accept("Verifying ...");
    int verified =
        stack.run(
            "verify",
            List.of(
                "verify",
                // The DirectRunner takes ten times as long for the tables of 20 million messages.
                "--runner=SparkRunner",
                "--sparkMaster=local[2]",
                stack.catalogOption(),
                "--bootstrapServers=" + stack.bootstrap()));
    List<ProcessFigures> processes = ProcessFigures.of(recording);
    List<LaneFigures> lanes = LaneFigures.of(recording, triggers);
    List<String> violations = new ArrayList<>(ended);
    if (settings.isJudged()) {
      violations.addAll(Gate.memory(processes));
    }
    if (settings.isJudged() && !settings.isBacklog()) {
      violations.addAll(Gate.cycles(lanes));
    }
    if (verified != ExitCode.DONE.code()) {
      violations.add(
          "The verification ended with exit code %d. Its log is %s"
              .formatted(verified, stack.log("verify")));
    }
    return new SoakReport(
        stack.plan().name(),
        settings.load(),
        settings.backlog(),
        settings.snapshots(),
        Duration.between(recording.begin(), recording.end()).toSeconds(),
        messages,
        Machine.here("", ""),
        processes,
        lanes,
        recording.failures().size(),
        verified == ExitCode.DONE.code(),
        violations);
  }
}
