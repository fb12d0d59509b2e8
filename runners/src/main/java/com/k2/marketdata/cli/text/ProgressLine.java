package com.k2.marketdata.cli.text;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Progress on standard error: in place on a terminal, otherwise a line every ten seconds. bin/k2
 * sets whether standard error is a terminal, because Java has a console also if only standard error
 * is redirected.
 */
final class ProgressLine {
  private static final String TERMINAL = "k2.terminal.err";

  private final PrintWriter err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long intervalNanos;
  private long shownAt;
  private boolean open;

  ProgressLine(PrintWriter err) {
    this(err, Boolean.getBoolean(TERMINAL), System::nanoTime);
  }

  ProgressLine(PrintWriter err, boolean terminal, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(terminal ? 1 : 10);
    this.shownAt = nanoTime.getAsLong();
  }

  boolean isOnTerminal() {
    return terminal;
  }

  /** Shows a text, unless one was shown a short time ago. */
  synchronized void show(Supplier<String> text) {
    if (nanoTime.getAsLong() - shownAt < intervalNanos) {
      return;
    }
    shownAt = nanoTime.getAsLong();
    open = terminal;
    err.printf(terminal ? "\r%s " : "%s%n", text.get());
    err.flush();
  }

  /** Ends the line that is shown in place. */
  synchronized void end() {
    if (open) {
      err.println();
      open = false;
    }
  }
}
