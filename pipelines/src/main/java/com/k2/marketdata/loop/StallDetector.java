package com.k2.marketdata.loop;

import java.time.Duration;

/**
 * Detects that a number that changes with progress has not changed for too long.
 *
 * <p>Measures only while it is called regularly. A long gap between two calls means that the
 * process was suspended; then the measurement starts again: progress during the suspension may not
 * have been reported yet. Not thread-safe.
 */
public final class StallDetector {
  private final long timeoutNanos;
  private final long longestGapNanos;
  private boolean begun;
  private long progress;
  private long observedAt;
  private long idleNanos;

  /**
   * @param timeout how long the number may stay the same
   * @param longestGap the longest time between two calls that is not a suspension
   */
  public StallDetector(Duration timeout, Duration longestGap) {
    this.timeoutNanos = timeout.toNanos();
    this.longestGapNanos = longestGap.toNanos();
  }

  /** Forgets what was observed, because nothing runs. */
  public void reset() {
    begun = false;
  }

  /**
   * Observes the number.
   *
   * @param nanoTime the time of {@link System#nanoTime}
   * @return whether it has been the same for the timeout
   */
  public boolean isStalled(long current, long nanoTime) {
    long gap = nanoTime - observedAt;
    if (!begun || current != progress || gap > longestGapNanos) {
      idleNanos = 0;
    } else {
      idleNanos += gap;
    }
    begun = true;
    progress = current;
    observedAt = nanoTime;
    return idleNanos >= timeoutNanos;
  }
}
