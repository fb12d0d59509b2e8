package com.k2.marketdata.progress;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes an output file of a task. A close may upload the whole file, so a thread reports progress
 * meanwhile: every 10 s, but at most once per megabyte of the file and at most 180 times. A close
 * that hangs therefore remains a stall.
 */
public final class ReportedClose {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int BYTES_PER_REPORT = 1_000_000;
  private static final int MAX_REPORTS = 180;

  private ReportedClose() {}

  /**
   * Closes the file and reports progress at the end. Must be called in a thread that processes
   * elements of a pipeline.
   *
   * @param bytes the expected size of the file
   */
  public static void close(Closeable file, long bytes) throws IOException {
    close(file, bytes, INTERVAL);
  }

  static void close(Closeable file, long bytes, Duration interval) throws IOException {
    Runnable report = TaskProgress.reporter();
    long reports = Math.min(bytes / BYTES_PER_REPORT, MAX_REPORTS);
    Thread reporter = new Thread(() -> report(report, reports, interval), "k2-close-progress");
    reporter.setDaemon(true);
    if (reports > 0) {
      reporter.start();
    }
    try {
      file.close();
    } finally {
      reporter.interrupt();
    }
    report.run();
  }

  private static void report(Runnable report, long reports, Duration interval) {
    try {
      for (long i = 0; i < reports; i++) {
        Thread.sleep(interval.toMillis());
        report.run();
      }
    } catch (InterruptedException e) {
      // The file is closed, or the close has failed.
    }
  }
}
