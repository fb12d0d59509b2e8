package com.k2.marketdata.progress;

import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;

/**
 * Signs of progress of tasks, so that a driver can distinguish a slow task from one that hangs. A
 * task that may process one element for minutes reports every step, file or hundred rows. The signs
 * have no unit. Thread-safe.
 */
public final class TaskProgress {
  private static final int ROWS = 100;

  /** In a namespace of its own, so that it is not displayed with K2's other counters. */
  private static final Counter SIGNS = Metrics.counter("k2.progress", "signs");

  private static final LongAdder IN_THIS_PROCESS = new LongAdder();

  private TaskProgress() {}

  /** Reports progress. Must be called in a thread that processes elements of a pipeline. */
  public static void report() {
    SIGNS.inc();
    IN_THIS_PROCESS.increment();
  }

  /**
   * Reports progress if the number of rows is a multiple of 100. A task that reads files must also
   * report each file, because a file may have fewer rows.
   *
   * @param rows how many rows the task has processed
   */
  public static void reportRows(long rows) {
    if (rows % ROWS == 0) {
      report();
    }
  }

  /**
   * Returns a reporter for the task of this thread. Any thread may run it until the task ends. Must
   * be called in a thread that processes elements of a pipeline.
   */
  public static Runnable reporter() {
    MetricsContainer ofTask = MetricsEnvironment.getCurrentContainer();
    return () -> {
      if (ofTask != null) {
        ofTask.getCounter(SIGNS.getName()).inc();
      }
      IN_THIS_PROCESS.increment();
    };
  }

  /** How often tasks in this process have reported. */
  public static long inThisProcess() {
    return IN_THIS_PROCESS.sum();
  }
}
