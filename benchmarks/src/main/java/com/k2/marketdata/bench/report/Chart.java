package com.k2.marketdata.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Two bar charts of medians with their spread: records per second, and CPU time per record. */
final class Chart {
  private static final int WIDTH = 860;
  private static final int LABELS = 190;
  private static final int VALUES = 90;
  private static final int ROW = 22;
  private static final int HEADING = 40;

  private final List<JobSummary> jobs;
  private final StringBuilder svg = new StringBuilder();
  private int y;

  Chart(List<JobSummary> jobs) {
    this.jobs = jobs;
  }

  String svg() {
    int height = 2 * (HEADING + jobs.size() * ROW) + HEADING / 2;
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'"
            + " font-family='sans-serif' font-size='12'>",
        WIDTH, height, WIDTH, height);
    add("<rect width='100%%' height='100%%' fill='white'/>");
    panel("Records per second (more is better)", JobSummary::recordsPerSecond, "%,.0f");
    panel("CPU microseconds per record (less is better)", JobSummary::cpuMicros, "%.2f");
    add("</svg>");
    return svg.toString();
  }

  private void panel(String title, Function<JobSummary, Spread> figure, String format) {
    y += HEADING;
    add("<text x='8' y='%d' font-size='14' font-weight='bold'>%s</text>", y - 14, title);
    double most = jobs.stream().map(figure).mapToDouble(Spread::max).max().orElse(1);
    double scale = (WIDTH - LABELS - VALUES) / most;
    for (JobSummary job : jobs) {
      Spread spread = figure.apply(job);
      add("<text x='%d' y='%d' text-anchor='end'>%s</text>", LABELS - 8, y + 12, job.job());
      add(
          "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>",
          LABELS, y, spread.median() * scale, ROW - 6, colour(job.job()));
      add(
          "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='black'/>",
          LABELS + spread.min() * scale,
          LABELS + spread.max() * scale,
          y + ROW / 2 - 3,
          y + ROW / 2 - 3);
      add(
          "<text x='%.1f' y='%d'>" + format + "</text>",
          LABELS + spread.max() * scale + 6,
          y + 12,
          spread.median());
      y += ROW;
    }
  }

  private static String colour(String job) {
    if (job.startsWith("k2-")) {
      return "#1a7f5a";
    }
    return job.startsWith("peer-") ? "#c4682b" : "#9aa0a6";
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
