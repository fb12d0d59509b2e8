package com.k2.marketdata.launch;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.loop.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.service.launcher.IrqHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles a stop signal (SIGTERM, SIGINT): requests that the loop stops, waits for the running
 * cycle, cancels it after the grace period or at a second signal, and exits with the code that the
 * JVM uses for the signal. Ends the process in the same way, but at once, when its pipeline has
 * stalled.
 *
 * <p>A shutdown hook would be too late: all hooks run at the same time, and those of Iceberg and
 * Spark close thread pools and the context while the cycle is still running.
 */
final class StopHook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopHook.class);
  private static final Duration AFTER_CANCEL = Duration.ofSeconds(20);
  private static final int KILLED_BY = 128;

  private final StopSignal stop;
  private final Duration grace;
  private final Runnable cancel;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean ending;

  private StopHook(StopSignal stop, Duration grace, Runnable cancel) {
    this.stop = stop;
    this.grace = grace;
    this.cancel = cancel;
  }

  static StopHook install(StopSignal stop, Duration grace, Runnable cancel) {
    StopHook installed = new StopHook(stop, grace, cancel);
    installed.listenTo(IrqHandler.SIGTERM);
    installed.listenTo(IrqHandler.CONTROL_C);
    return installed;
  }

  /** The end of the last log line. */
  String reason() {
    return stop.isRequested() ? ": it was asked to stop" : "";
  }

  /** Makes sure that the process ends soon, unless a stop signal ends it. */
  void startStallTimer() {
    if (!ending) {
      ProcessExit.startStallTimer();
    }
  }

  /** Cancels the running cycle, and exits with the code for a stall. */
  void endStalled() {
    if (!ending) {
      end(ExitCode.STALLED.code(), Duration.ZERO);
    }
  }

  /**
   * Reports that the loop has ended. If the process is to exit for another reason, blocks until it
   * does.
   */
  @Override
  public void close() {
    closed.countDown();
    if (ending) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void listenTo(String signal) {
    try {
      new IrqHandler(signal, received -> signalled(received.getNumber())).bind();
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "SIG{} cannot be handled and will end the process immediately: {}",
          signal,
          e.getMessage());
    }
  }

  private void signalled(int signal) {
    end(KILLED_BY + signal, ending ? Duration.ZERO : grace);
  }

  private void end(int code, Duration atMost) {
    ending = true;
    stop.request();
    try {
      if (!isClosedWithin(atMost)) {
        cancel.run();
        isClosedWithin(AFTER_CANCEL);
      }
    } finally {
      ProcessExit.exit(code);
    }
  }

  private boolean isClosedWithin(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
