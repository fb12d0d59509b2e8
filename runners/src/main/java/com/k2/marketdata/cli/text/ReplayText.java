package com.k2.marketdata.cli.text;

import com.k2.marketdata.replay.ReplayReport;
import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Printable;

/** The report of a replay as text. */
public final class ReplayText {
  private ReplayText() {}

  public static String of(ReplayReport report) {
    StringBuilder text = new StringBuilder("Topic: " + report.topic() + "\n");
    if (!report.selected().isEmpty()) {
      TextTable old = new TextTable("REASON", "OPEN", "TRADES NOW");
      report
          .selected()
          .forEach(
              (reason, open) -> old.row(reason, open, report.trades().getOrDefault(reason, 0L)));
      text.append('\n').append(old).append('\n');
    }
    if (!report.rejected().isEmpty()) {
      TextTable rejected = new TextTable("REASON NOW", "REJECTED AGAIN");
      report.rejected().forEach(rejected::row);
      text.append(rejected).append('\n');
    }
    line(text, report.replayed(), "has been replayed before.", "have been replayed before.");
    line(
        text,
        report.olderTopic(),
        "is not replayable: it is of an older topic of the same name.",
        "are not replayable: they are of an older topic of the same name.");
    line(
        text,
        report.more(),
        "is left because of --maxRecords. " + rest(report),
        "are left because of --maxRecords. " + rest(report));
    line(
        text,
        report.rejectedCount(),
        "stays as it is: today's rules reject it again.",
        "stay as they are: today's rules reject them again.");
    return Printable.lines(text.append(conclusion(report)).toString());
  }

  /** What is rejected again is selected again, and a dry run selects the same ones. */
  private static String rest(ReplayReport report) {
    return report.id() == null || report.tradeCount() == 0
        ? "Select others with --reason, --since or --offsets, or raise --maxRecords."
        : "Run this again, or select others with --reason, --since or --offsets.";
  }

  private static void line(StringBuilder text, long count, String one, String many) {
    if (count > 0) {
      text.append(Counted.of(count, "dead letter"))
          .append(' ')
          .append(count == 1 ? one : many)
          .append('\n');
    }
  }

  private static String conclusion(ReplayReport report) {
    long trades = report.tradeCount();
    if (report.selected().isEmpty()) {
      return "Nothing to do: no open dead letter is selected.";
    }
    if (trades == 0) {
      return "Nothing was changed: no dead letter is a valid trade now.";
    }
    return report.id() == null
        ? "Nothing was changed. With --execute, " + Counted.of(trades, "trade") + " would be added."
        : "Added " + Counted.of(trades, "trade") + " to silver with replay_id " + report.id() + ".";
  }
}
