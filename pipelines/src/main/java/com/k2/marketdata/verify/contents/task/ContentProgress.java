package com.k2.marketdata.verify.contents.task;

import com.k2.marketdata.lake.commit.CommitTables;
import com.k2.marketdata.progress.TaskProgress;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** Counts the rows that a task has read, for the display of progress. For one thread. */
public final class ContentProgress {
  private static final int STEP = 1_000;

  private final Counter counter;
  private int rows;

  /**
   * Creates a counter that begins at 0.
   *
   * @param table in lower-case words; also the counter's name
   */
  public ContentProgress(String table) {
    this.counter = Metrics.counter(CommitTables.METRICS, table);
  }

  /** Counts one row. */
  public void increment() {
    if (++rows == STEP) {
      flush();
    }
  }

  /** Reports the rows that are not reported yet. */
  public void flush() {
    counter.inc(rows);
    TaskProgress.report();
    rows = 0;
  }
}
