package com.k2.marketdata.cli.text;

import com.k2.marketdata.feed.FeedSummary;
import com.k2.marketdata.text.Counted;
import java.io.PrintWriter;

/** Shows the progress of a feed: in place on a terminal, otherwise a line every ten seconds. */
public final class FeedProgress {
  private final ProgressLine line;

  public FeedProgress(PrintWriter err) {
    line = new ProgressLine(err);
  }

  public void show(FeedSummary summary) {
    line.show(
        () ->
            String.format(
                "%s published (%,.0f/s)",
                Counted.of(summary.published(), "message"), summary.rate()));
  }

  /** Ends the line that is shown in place. */
  public void end() {
    line.end();
  }
}
