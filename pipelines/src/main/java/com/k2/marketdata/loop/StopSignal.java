package com.k2.marketdata.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a loop to end after the running cycle. Safe for use by many threads. */
public final class StopSignal {
  private final CountDownLatch requested = new CountDownLatch(1);

  /** Asks for the end; more than once does no harm. */
  public void request() {
    requested.countDown();
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits for at most that long, less if the end is asked for. */
  void await(Duration atMost) {
    try {
      if (requested.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      request();
    }
  }
}
