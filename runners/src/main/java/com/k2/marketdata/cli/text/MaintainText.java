package com.k2.marketdata.cli.text;

import com.k2.marketdata.lake.maintain.FileCount;
import com.k2.marketdata.lake.maintain.PlannedItem.Kind;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.MaintenanceReport.TableReport;
import com.k2.marketdata.maintain.StepReport;
import com.k2.marketdata.maintain.TableHealth;
import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Printable;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A report of maintenance as text. */
public final class MaintainText {
  private final StringBuilder text = new StringBuilder();

  private MaintainText() {}

  public static String of(MaintenanceReport report) {
    MaintainText written = new MaintainText();
    written.health(report);
    written.steps(report);
    report.tables().forEach(written::sentences);
    written.conclusion(report);
    return Printable.lines(written.text.toString().stripTrailing());
  }

  private void health(MaintenanceReport report) {
    TextTable table =
        new TextTable(
            "TABLE", "SNAPSHOTS", "OLDEST", "FILES", "BYTES", "SMALL", "SHARE", "METADATA", "ROWS");
    report
        .tables()
        .forEach(one -> one.health().ifPresent(health -> row(table, one.table(), health)));
    text.append(table).append('\n');
  }

  private static void row(TextTable table, String name, TableHealth health) {
    table.row(
        name,
        health.snapshots(),
        orDash(health.oldest()),
        health.files(),
        health.bytes(),
        health.smallFiles(),
        String.format(Locale.ROOT, "%.2f", health.smallShare()),
        health.metadataBytes(),
        orDash(health.rows()));
  }

  private static Object orDash(@Nullable Object value) {
    return value == null ? "-" : value;
  }

  private void steps(MaintenanceReport report) {
    TextTable table = new TextTable("TABLE", "STEP", "RESULT", "BYTES", "SECONDS", "WHAT");
    for (TableReport one : report.tables()) {
      for (StepReport step : one.steps()) {
        table.row(
            one.table(),
            step.step(),
            step.outcome(),
            step.items().values().stream().mapToLong(FileCount::bytes).sum(),
            step.seconds(),
            items(step));
      }
    }
    text.append(table).append('\n');
  }

  private static String items(StepReport step) {
    return step.items().entrySet().stream()
        .map(entry -> Counted.of(entry.getValue().files(), words(entry)))
        .collect(Collectors.joining(", "));
  }

  private static String words(Map.Entry<Kind, FileCount> entry) {
    return entry.getKey().toString().replace('_', ' ');
  }

  private void sentences(TableReport table) {
    table.health().ifPresent(health -> health.warnings().forEach(one -> line(table, one)));
    table.prepared().forEach(one -> line(table, one));
    for (StepReport step : table.steps()) {
      // The first note of a problem is its reason.
      step.notes().stream()
          .skip(step.isProblem() ? 1 : 0)
          .forEach(note -> line(table, step.step() + ": " + note));
    }
    table.reasons().forEach(why -> line(table, "FAILED: " + why));
  }

  private void line(TableReport table, String sentence) {
    text.append(table.table()).append(": ").append(sentence).append('\n');
  }

  private void conclusion(MaintenanceReport report) {
    text.append(report.executed() ? "Executed" : "Planned")
        .append(String.format(Locale.ROOT, " in %.1f s", report.seconds()))
        .append(report.clean() ? "" : ", but not everything succeeded")
        .append(report.executed() ? ".\n" : "; nothing was changed.\n");
    if (!report.executed()) {
      text.append("Add --execute to do this.\n");
    }
  }
}
