package com.k2.marketdata.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Requests that a loop ends after the running cycle. Thread-safe. */
public final class StopSignal {
  private final CountDownLatch requested = new CountDownLatch(1);

  /** Requests the stop; repeated calls have no effect. */
  public void request() {
    requested.countDown();
  }

  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits for a time, or until the stop is requested. An interrupt requests the stop. */
  public void await(Duration atMost) {
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
