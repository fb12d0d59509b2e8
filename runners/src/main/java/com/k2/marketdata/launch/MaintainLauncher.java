package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.launch.runner.Runners;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.maintain.Maintenance;
import com.k2.marketdata.maintain.MaintenanceLoop;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.MaintenanceSettings;
import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.options.MaintainOptions;
import com.k2.marketdata.options.form.Quantities;
import com.k2.marketdata.options.settings.CatalogSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maintains tables with the arguments of a command line. */
public final class MaintainLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(MaintainLauncher.class);

  private static final String NAME = "maintain";

  private MaintainLauncher() {}

  /**
   * Runs once, or until a stop signal arrives. With {@code --onFatal=hold}, does not return after a
   * failure that a restart would repeat.
   *
   * @param reports receives the report of each run
   * @param args options in the form of {@link Arguments}
   * @return the exit code of the last run
   * @throws K2Exception if a run failed as a whole
   */
  public static ExitCode run(Consumer<MaintenanceReport> reports, String... args) {
    return FatalHold.around(NAME, args, () -> runOnce(reports, args));
  }

  /**
   * Checks the arguments as a run does before it connects to anything. Reads no file.
   *
   * @param args options in the form of {@link Arguments}
   * @throws UsageException if an argument is wrong
   */
  public static void requireValid(String... args) {
    MaintainOptions options = parse(args);
    interval(options);
    stopGrace(options);
    Runners.requireValid(options);
    MaintenanceSettings.of(options);
  }

  private static MaintainOptions parse(String... args) {
    return Arguments.parseJob(MaintainOptions.class, "k2-maintain", args);
  }

  private static Duration stopGrace(MaintainOptions options) {
    return Quantities.duration("stopGrace", options.getStopGrace());
  }

  private static ExitCode runOnce(Consumer<MaintenanceReport> reports, String... args) {
    MaintainOptions options = parse(args);
    Optional<Duration> interval = interval(options);
    Maintenance maintenance =
        new Maintenance(
            CatalogSettings.existing(options), MaintenanceSettings.of(options), Clock.systemUTC());
    HealthFile health = HealthFile.start(options.getHealthFile());
    StopSignal stop = new StopSignal();
    try (CycleRunner runner = Runners.of(options);
        StopHook hook = StopHook.install(stop, stopGrace(options), runner::cancel)) {
      MaintenanceLoop loop = new MaintenanceLoop(maintenance, interval, health, stop, reports);
      ExitCode code =
          Watchdog.during(
              runner,
              options,
              health,
              hook::startStallTimer,
              hook::endStalled,
              () -> loop.run(runner));
      LOG.info("maintain is done{}", hook.reason());
      return code;
    }
  }

  private static Optional<Duration> interval(MaintainOptions options) {
    if (options.getTrigger().equals(CycleOptions.ONCE)) {
      return Optional.empty();
    }
    Duration interval = Quantities.duration("trigger", options.getTrigger());
    if (interval.isZero()) {
      throw new UsageException("--trigger must be longer than " + options.getTrigger() + ".");
    }
    if (options.getExecute() && options.getPlan() != null) {
      throw new UsageException(
          "A plan is executed once: leave out --trigger with --execute --plan=FILE.");
    }
    return Optional.of(interval);
  }
}
