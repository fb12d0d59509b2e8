package com.k2.marketdata.soak.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Line charts one below the other, with the minutes of a run on the horizontal axis. */
final class LineChart {
  private static final int WIDTH = 960;
  private static final int LEFT = 60;
  private static final int RIGHT = 240;
  private static final int PLOT = 200;
  private static final int HEADING = 40;
  private static final int POINTS = 400;
  private static final List<String> COLOURS =
      List.of(
          "#1a7f5a", "#c4682b", "#3465a4", "#a23b72", "#7a6a00", "#5c3d99", "#00838f", "#b71c1c",
          "#6d8b00", "#8d6e63", "#546e7a", "#d81b60");

  private final StringBuilder svg = new StringBuilder();
  private final double minutes;
  private int y;

  /**
   * A named line.
   *
   * @param points in the order of time
   */
  record Series(String name, List<Point> points) {}

  /** A value at a moment of the run. */
  record Point(double minute, double value) {}

  LineChart(double minutes) {
    this.minutes = Math.max(minutes, 1e-3);
  }

  /** Adds a chart below the others. */
  LineChart panel(String title, List<Series> series) {
    double most =
        series.stream()
            .flatMap(one -> one.points().stream())
            .mapToDouble(Point::value)
            .max()
            .orElse(1);
    double top = roundUp(most);
    y += HEADING;
    add("<text x='8' y='%d' font-size='14' font-weight='bold'>%s</text>", y - 14, escaped(title));
    for (int line = 0; line <= 4; line++) {
      double height = y + PLOT * (4 - line) / 4.0;
      add(
          "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>",
          LEFT, WIDTH - RIGHT, height, height);
      add(
          "<text x='%d' y='%.1f' text-anchor='end'>%,.0f</text>",
          LEFT - 6, height + 4, top * line / 4);
    }
    for (int third = 1; third <= 2; third++) {
      double x = x(minutes * third / 3);
      add(
          "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='#999' stroke-dasharray='4'/>",
          x, x, y, y + PLOT);
    }
    for (int i = 0; i < series.size(); i++) {
      line(series.get(i), COLOURS.get(i % COLOURS.size()), top, i);
    }
    y += PLOT;
    add("<text x='%d' y='%d'>0</text>", LEFT, y + 14);
    add(
        "<text x='%d' y='%d' text-anchor='end'>%.0f minutes</text>",
        WIDTH - RIGHT, y + 14, minutes);
    return this;
  }

  String svg() {
    return String.format(
            Locale.ROOT,
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %1$d %2$d' width='%1$d'"
                + " height='%2$d' font-family='sans-serif' font-size='11'>%n"
                + "<rect width='100%%' height='100%%' fill='white'/>%n",
            WIDTH,
            y + HEADING)
        + svg
        + "</svg>\n";
  }

  private void line(Series series, String colour, double top, int number) {
    String points =
        thinned(series.points()).stream()
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        x(point.minute()),
                        y + PLOT * (1 - point.value() / top)))
            .collect(Collectors.joining(" "));
    add("<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>", points, colour);
    int legend = y + 10 + 15 * number;
    add(
        "<text x='%d' y='%d' fill='%s'>%s</text>",
        WIDTH - RIGHT + 10, legend, colour, escaped(series.name()));
  }

  /** Of neighbouring points, the largest is kept. */
  private static List<Point> thinned(List<Point> points) {
    int step = (points.size() + POINTS - 1) / POINTS;
    if (step <= 1) {
      return points;
    }
    return IntStream.range(0, (points.size() + step - 1) / step)
        .mapToObj(i -> points.subList(i * step, Math.min(points.size(), (i + 1) * step)))
        .map(part -> part.stream().max(Comparator.comparingDouble(Point::value)).orElseThrow())
        .toList();
  }

  private double x(double minute) {
    return LEFT + (WIDTH - LEFT - RIGHT) * minute / minutes;
  }

  private static double roundUp(double value) {
    double unit = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1))));
    return Math.ceil(value / unit * 2) / 2 * unit;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
