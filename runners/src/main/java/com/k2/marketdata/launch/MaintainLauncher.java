package com.k2.marketdata.launch;

import com.k2.marketdata.cycle.CycleRunner;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.failure.K2Exception;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.loop.HealthFile;
import com.k2.marketdata.loop.StopSignal;
import com.k2.marketdata.maintain.Maintenance;
import com.k2.marketdata.maintain.MaintenanceLoop;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.MaintenanceSettings;
import com.k2.marketdata.options.CatalogSettings;
import com.k2.marketdata.options.CycleOptions;
import com.k2.marketdata.options.MaintainOptions;
import com.k2.marketdata.options.Quantities;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maintains tables with the arguments of a command line. */
public final class MaintainLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(MaintainLauncher.class);

  private MaintainLauncher() {}

  /**
   * Runs once, or until a stop signal arrives.
   *
   * @param reports receives the report of each run
   * @param args options in the form of {@link Arguments}
   * @return the exit code of the last run
   * @throws K2Exception if a run failed as a whole
   */
  public static ExitCode run(Consumer<MaintenanceReport> reports, String... args) {
    MaintainOptions options = Arguments.parseJob(MaintainOptions.class, "k2-maintain", args);
    Optional<Duration> interval = interval(options);
    Maintenance maintenance =
        new Maintenance(
            CatalogSettings.existing(options), MaintenanceSettings.of(options), Clock.systemUTC());
    HealthFile health =
        new HealthFile(options.getHealthFile() == null ? null : Path.of(options.getHealthFile()));
    StopSignal stop = new StopSignal();
    try (CycleRunner runner = Runners.of(options);
        StopHook hook =
            StopHook.install(
                stop, Quantities.duration("stopGrace", options.getStopGrace()), runner::cancel)) {
      ExitCode code = new MaintenanceLoop(maintenance, interval, health, stop, reports).run(runner);
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
