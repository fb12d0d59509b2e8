package com.k2.marketdata.soak.report;

import com.k2.marketdata.bench.report.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** A run as a section in Markdown. */
public final class SoakText {
  private final SoakReport report;
  private final List<String> lines = new ArrayList<>();

  private SoakText(SoakReport report) {
    this.report = report;
  }

  /** The section of a report. */
  public static String of(SoakReport report) {
    SoakText text = new SoakText(report);
    text.heading();
    text.processes();
    text.lanes();
    text.result();
    return String.join("\n", text.lines) + "\n";
  }

  private void heading() {
    Machine machine = report.machine();
    add(
        "### Plan %s, %s, %s",
        report.plan(),
        report.backlog() > 0
            ? format("a backlog of %,d messages", report.backlog())
            : format("%s times the original's rates", number(report.load())),
        report.seconds() < 120
            ? report.seconds() + " s"
            : Math.round(report.seconds() / 60.0) + " minutes");
    add("");
    add(
        "%,d messages; each table had %,d snapshots at the beginning. Measured on %d cores of %s with"
            + " %,d MB of memory, which all processes share.",
        report.messages(),
        report.snapshots(),
        machine.cores(),
        machine.cpu().isEmpty() ? "an unknown processor" : machine.cpu(),
        machine.memoryMegabytes());
  }

  private void processes() {
    add("");
    add(
        "| process | limit | peak | %% of limit | largest RSS by thirds"
            + " | heap after full GC by thirds |");
    add("|---|---|---|---|---|---|");
    for (ProcessFigures process : report.processes()) {
      add(
          "| %s | %s | %.0f | %s | %s | %s |",
          process.name(),
          process.limitMegabytes() == 0 ? "" : process.limitMegabytes(),
          process.peakMegabytes(),
          process.peakPercent().map(percent -> format("%.0f", percent)).orElse(""),
          thirds(process.resident()),
          thirds(process.heap()));
    }
    add("");
    add("All sizes are in MB.");
  }

  private void lanes() {
    add("");
    add(
        "| cycles of | number | median ms | 99 %% ms | largest ms | trigger ms | read | dead letters |");
    add("|---|---|---|---|---|---|---|---|");
    for (LaneFigures lane : report.lanes()) {
      add(
          "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d |",
          lane.lane(),
          lane.cycles(),
          lane.medianMillis(),
          lane.p99Millis(),
          lane.maxMillis(),
          lane.triggerMillis(),
          lane.read(),
          lane.rejected());
    }
  }

  private void result() {
    add("");
    add(
        "%s %s",
        report.failedCycles() == 0
            ? "No cycle failed."
            : format("Failed cycles, which were retried: %d.", report.failedCycles()),
        report.verified() ? "The verification was clean." : "The verification was not clean.");
    if (!report.violations().isEmpty()) {
      add("");
      report.violations().forEach(sentence -> add("- %s", sentence));
    }
  }

  private static String thirds(Optional<Thirds> thirds) {
    return thirds
        .map(
            all ->
                new StringJoiner(" / ")
                    .add(format("%.0f", all.first()))
                    .add(format("%.0f", all.middle()))
                    .add(format("%.0f (%+.1f %%)", all.last(), all.growthPercent()))
                    .toString())
        .orElse("");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : format("%s", value);
  }

  private void add(String format, Object... values) {
    lines.add(format(format, values));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
