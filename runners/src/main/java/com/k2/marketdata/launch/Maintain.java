package com.k2.marketdata.launch;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.MaintenanceReport.TableReport;
import com.k2.marketdata.maintain.StepReport;
import com.k2.marketdata.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maintains tables with {@code mvn exec:java} or {@code spark-submit}; reports in the log. */
public final class Maintain {
  private static final Logger LOG = LoggerFactory.getLogger(Maintain.class);

  private Maintain() {}

  public static void main(String[] args) {
    System.exit(exitCode(args).code());
  }

  static ExitCode exitCode(String... args) {
    return LoggedExit.of("maintain", args, () -> MaintainLauncher.run(Maintain::log, args));
  }

  private static void log(MaintenanceReport report) {
    for (TableReport table : report.tables()) {
      table.prepared().forEach(sentence -> LOG.info("{}: {}", table.table(), sentence));
      for (StepReport step : table.steps()) {
        LOG.info(
            "{}: {} {} {} in {} s. {}",
            table.table(),
            step.step(),
            step.outcome(),
            step.items(),
            step.seconds(),
            Printable.line(String.join(" ", step.notes())));
      }
      table.reasons().forEach(why -> LOG.error("{}: {}", table.table(), Printable.line(why)));
    }
  }
}
