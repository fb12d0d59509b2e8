package com.k2.marketdata.loop;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When an exchange's tables are checked next for snapshots of other tools. */
final class AnchorTimer {
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private long startedNanos;

  AnchorTimer(Duration interval, LongSupplier nanoTime) {
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
    restart();
  }

  void restart() {
    startedNanos = nanoTime.getAsLong();
  }

  boolean isDue() {
    return nanosLeft() == 0;
  }

  /** How long until the check is due; 0 if it is. */
  long nanosLeft() {
    return Math.max(0, intervalNanos - (nanoTime.getAsLong() - startedNanos));
  }
}
