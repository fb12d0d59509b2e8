package com.k2.marketdata.torture.report;

import com.k2.marketdata.check.CheckResult;
import com.k2.marketdata.torture.driver.Window;
import com.k2.marketdata.torture.fault.FaultKind;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** A run as text: a line per fault, and the counts at its end. */
public final class Lines {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final String FAULT = "%4s  %-8s  %-7s  %-9s  %-6s  %-36s  %8s  %s";
  private static final String COUNTS = "%-36s  %6s  %8s  %7s  %8s";

  private Lines() {}

  /** The titles of the columns of {@link #line}. */
  public static String header() {
    return row(FAULT, "#", "TIME", "FAULT", "PIPELINE", "RUNNER", "WINDOW", "RECOVERY", "SO FAR");
  }

  /** The line of the latest fault. */
  public static String line(Tally tally, LocalTime now) {
    List<Hit> hits = tally.hits();
    Hit hit = hits.get(hits.size() - 1);
    return row(
        FAULT,
        hits.size(),
        TIME.format(now),
        hit.fault().kind(),
        hit.fault().job().pipeline(),
        hit.engine(),
        hit.place(),
        String.format(Locale.ROOT, "%.1f s", hit.recovery().toMillis() / 1000.0),
        tally.lastCheck().map(CheckResult::counts).orElse("not checked yet"));
  }

  /**
   * The counts of a run.
   *
   * @param windows those that the run's drivers have
   */
  public static String summary(Tally tally, Collection<Window> windows) {
    List<String> lines = new ArrayList<>();
    lines.add(row(COUNTS, "WINDOW", "KILLS", "SUSPENDS", "BROKER", "COUNTED"));
    for (Window window : Window.values()) {
      if (windows.contains(window) || !window.isInCycle()) {
        lines.add(
            row(
                COUNTS,
                window.description(),
                tally.count(FaultKind.KILL, window),
                tally.count(FaultKind.SUSPEND, window),
                tally.count(FaultKind.BROKER, window),
                window.isInCycle() ? tally.counted(window) : "-"));
      }
    }
    lines.add("");
    lines.add("Races of two drivers: " + tally.count(FaultKind.RACE));
    lines.add("Checks: " + tally.checks());
    lines.add("Last check: " + tally.lastCheck().map(CheckResult::counts).orElse("none"));
    tally.lastCheck().ifPresent(checked -> checked.examples().forEach(e -> lines.add("  " + e)));
    tally.findings().forEach(finding -> lines.add("Unexpected: " + finding));
    return String.join(System.lineSeparator(), lines);
  }

  private static String row(String format, Object... cells) {
    return String.format(Locale.ROOT, format, cells).stripTrailing();
  }
}
