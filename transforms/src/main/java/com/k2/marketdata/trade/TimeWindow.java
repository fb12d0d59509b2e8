package com.k2.marketdata.trade;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How far a trade's time may differ from its message's Kafka timestamp. The wall clock is not used,
 * so a replay gives the same result as the first run. A message without a Kafka timestamp (a
 * negative value) always passes.
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
   * Checks that a time is within the window.
   *
   * @param micros the trade's time, microseconds since the epoch, not negative
   * @param kafkaMillis the message's Kafka timestamp, milliseconds since the epoch
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

  private static String distance(long micros, long kafkaMillis, String relation) {
    Instant trade =
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    Instant kafka = Instant.ofEpochMilli(kafkaMillis);
    return trade + " is too far " + relation + " the Kafka timestamp " + kafka;
  }
}
