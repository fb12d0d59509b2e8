package com.k2.marketdata.trade;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How far a trade's time may lie from its message's Kafka timestamp. The wall clock is never asked,
 * so a replay judges as the first run did. A message without a Kafka timestamp (a negative one) has
 * nothing to be measured against and passes.
 */
public final class TimeWindow implements Serializable {
  private final long toleranceMicros;
  private final long maxAgeMicros;

  /**
   * Both limits are inclusive.
   *
   * @param maxAge null for no limit
   */
  public TimeWindow(Duration futureTolerance, @Nullable Duration maxAge) {
    this.toleranceMicros = TimeUnit.MICROSECONDS.convert(futureTolerance);
    this.maxAgeMicros = maxAge == null ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.convert(maxAge);
  }

  /**
   * Passes a time within the window.
   *
   * @param micros the trade's time since the epoch, not negative
   */
  public void check(long micros, long kafkaMillis) throws Rejection {
    if (kafkaMillis < 0) {
      return;
    }
    long kafkaMicros = TimeUnit.MILLISECONDS.toMicros(kafkaMillis);
    // Neither is negative, so the difference cannot overflow.
    long ahead = micros - kafkaMicros;
    if (ahead > toleranceMicros) {
      throw new Rejection(RejectReason.TIMESTAMP_IN_FUTURE, distance(micros, kafkaMillis, "after"));
    }
    if (-ahead > maxAgeMicros) {
      throw new Rejection(RejectReason.TIMESTAMP_TOO_OLD, distance(micros, kafkaMillis, "before"));
    }
  }

  private static String distance(long micros, long kafkaMillis, String where) {
    Instant trade =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    Instant kafka = Instant.ofEpochMilli(kafkaMillis);
    return trade + " is too far " + where + " the Kafka timestamp " + kafka;
  }
}
