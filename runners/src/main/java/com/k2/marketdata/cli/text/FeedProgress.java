package com.k2.marketdata.cli.text;

import com.k2.marketdata.feed.FeedSummary;
import com.k2.marketdata.text.Counted;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Shows the progress of a feed: in place on a terminal, otherwise a line every ten seconds. */
public final class FeedProgress {
  private final PrintWriter err;
  private final boolean terminal = System.console() != null;
  private final long intervalNanos = TimeUnit.SECONDS.toNanos(terminal ? 1 : 10);
  private long shownAt = System.nanoTime();
  private boolean open;

  public FeedProgress(PrintWriter err) {
    this.err = err;
  }

  public void show(FeedSummary summary) {
    if (System.nanoTime() - shownAt < intervalNanos) {
      return;
    }
    shownAt = System.nanoTime();
    open = terminal;
    err.printf(
        terminal ? "\r%s published (%,.0f/s) " : "%s published (%,.0f/s)%n",
        Counted.of(summary.published(), "message"),
        summary.rate());
    err.flush();
  }

  /** Ends the line that is shown in place. */
  public void end() {
    if (open) {
      err.println();
    }
  }
}
