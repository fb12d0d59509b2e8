package com.k2.marketdata.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for conditions instead of fixed times: for two minutes, or as many seconds as the system
 * property {@code k2.test.wait} has.
 */
public final class Await {
  private static final Duration TIMEOUT = Duration.ofSeconds(Long.getLong("k2.test.wait", 120));
  private static final Duration POLL = Duration.ofMillis(20);

  private Await() {}

  /** Waits until a condition holds; fails if it takes too long. */
  public static void until(String what, BooleanSupplier holds) {
    until(what, holds, () -> "");
  }

  /**
   * Waits until a condition holds; fails if it takes too long.
   *
   * @param what completes the sentence "waited until …"
   * @param details for the failure message
   */
  public static void until(String what, BooleanSupplier holds, Supplier<String> details) {
    until(what, POLL, holds, details);
  }

  /**
   * Checks a condition at this interval until it holds; fails if it takes too long.
   *
   * @param what completes the sentence "waited until …"
   * @param details for the failure message
   */
  public static void until(
      String what, Duration poll, BooleanSupplier holds, Supplier<String> details) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "Waited " + TIMEOUT.toSeconds() + " s in vain until " + what + "\n" + details.get());
      }
      pause(poll.toMillis());
    }
  }

  /** Sleeps, for tests that are about the passing of time. */
  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
