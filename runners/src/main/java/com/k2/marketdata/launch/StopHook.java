package com.k2.marketdata.launch;

import com.k2.marketdata.pipeline.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * What a stop signal (SIGTERM, SIGINT) does: it asks the loop to end, waits for the running cycle,
 * cancels it after the grace time, and lets the process end when everything is closed. Installed
 * with Hadoop's manager, whose hooks run in order: Spark's own, which would take the context away
 * under the running cycle, comes later.
 */
final class StopHook implements AutoCloseable {
  private static final int BEFORE_ALL_OTHERS = 1_000;
  private static final Duration AFTER_CANCEL = Duration.ofSeconds(20);

  private final StopSignal stop;
  private final Duration grace;
  private final Runnable cancel;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runnable hook = this::run;

  private StopHook(StopSignal stop, Duration grace, Runnable cancel) {
    this.stop = stop;
    this.grace = grace;
    this.cancel = cancel;
  }

  static StopHook install(StopSignal stop, Duration grace, Runnable cancel) {
    StopHook installed = new StopHook(stop, grace, cancel);
    ShutdownHookManager.get()
        .addShutdownHook(
            installed.hook,
            BEFORE_ALL_OTHERS,
            grace.plus(AFTER_CANCEL).plusSeconds(5).toMillis(),
            TimeUnit.MILLISECONDS);
    return installed;
  }

  /** For the last line of the log. */
  String reason() {
    return stop.isRequested() ? ": it was asked to stop" : "";
  }

  @Override
  public void close() {
    closed.countDown();
    if (!stop.isRequested() && !ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }

  private void run() {
    stop.request();
    try {
      if (!closed.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        cancel.run();
        closed.await(AFTER_CANCEL.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
