package com.k2.marketdata.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions, never for a time. */
public final class Await {
  private static final Duration AT_MOST = Duration.ofSeconds(120);
  private static final long POLL_MILLIS = 20;

  private Await() {}

  /** Waits until something holds; fails if it takes far too long. */
  public static void until(String what, BooleanSupplier holds) {
    until(what, holds, () -> "");
  }

  /**
   * Waits until something holds; fails if it takes far too long.
   *
   * @param details for the failure's message
   */
  public static void until(String what, BooleanSupplier holds, Supplier<String> details) {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Waited " + AT_MOST.toSeconds() + " s in vain until " + what + "\n" + details.get());
      }
      pause(POLL_MILLIS);
    }
  }

  /** Lets time pass where the passing of time is what a test is about. */
  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
