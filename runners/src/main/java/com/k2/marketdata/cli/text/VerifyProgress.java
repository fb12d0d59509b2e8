package com.k2.marketdata.cli.text;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Shows how many rows a verification has read, by table, in place on a terminal. Otherwise it shows
 * nothing.
 */
public final class VerifyProgress {
  private final ProgressLine line;

  public VerifyProgress(PrintWriter err) {
    this(new ProgressLine(err));
  }

  VerifyProgress(ProgressLine line) {
    this.line = line;
  }

  /**
   * Shows the rows that were read.
   *
   * @param rows by table, in lower-case words
   */
  public void show(Map<String, Long> rows) {
    if (line.isOnTerminal() && !rows.isEmpty()) {
      line.show(() -> "Rows read: " + text(rows));
    }
  }

  /** Ends the line that is shown in place. */
  public void end() {
    line.end();
  }

  private static String text(Map<String, Long> rows) {
    return new TreeMap<>(rows)
        .entrySet().stream()
            .map(entry -> String.format("%s %,d", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
  }
}
