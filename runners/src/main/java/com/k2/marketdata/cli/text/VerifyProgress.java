package com.k2.marketdata.cli.text;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Shows how many rows a verification has read, by table: in place on a terminal, otherwise a line
 * every ten seconds.
 */
public final class VerifyProgress {
  private final PrintWriter err;
  private final boolean terminal = System.console() != null;
  private final long intervalNanos = TimeUnit.SECONDS.toNanos(terminal ? 1 : 10);
  private long shownAt = System.nanoTime();
  private boolean open;

  public VerifyProgress(PrintWriter err) {
    this.err = err;
  }

  /**
   * Shows the rows that were read.
   *
   * @param rows by table, in lower-case words
   */
  public synchronized void show(Map<String, Long> rows) {
    if (rows.isEmpty() || System.nanoTime() - shownAt < intervalNanos) {
      return;
    }
    shownAt = System.nanoTime();
    open = terminal;
    String read =
        new TreeMap<>(rows)
            .entrySet().stream()
                .map(entry -> String.format("%s %,d", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    err.printf(terminal ? "\rRows read: %s " : "Rows read: %s%n", read);
    err.flush();
  }

  /** Ends the line that is shown in place. */
  public synchronized void end() {
    if (open) {
      err.println();
      open = false;
    }
  }
}
