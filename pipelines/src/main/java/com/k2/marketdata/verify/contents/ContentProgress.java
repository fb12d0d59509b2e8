package com.k2.marketdata.verify.contents;

import com.k2.marketdata.lake.commit.CommitTables;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** Counts the rows that a task has read, for the display of progress. For one thread. */
final class ContentProgress {
  private static final int STEP = 1_000;

  private final Counter counter;
  private int rows;

  /**
   * @param table in lower-case words; also the counter's name
   */
  ContentProgress(String table) {
    this.counter = Metrics.counter(CommitTables.METRICS, table);
  }

  void increment() {
    if (++rows == STEP) {
      flush();
    }
  }

  void flush() {
    counter.inc(rows);
    rows = 0;
  }
}
