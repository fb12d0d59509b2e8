package com.k2.marketdata.check.rules;

import java.time.Duration;

/**
 * How far a trade's time may be from its message's Kafka timestamp.
 *
 * @param futureTolerance the pipelines' {@code --futureTolerance}
 * @param smallestMaxAge the smallest {@code --maxTradeAge} of any pipeline that judged the messages
 * @param largestMaxAge the largest one; a trade whose age is between the two may be in silver or in
 *     the dead letters
 */
public record TimeLimits(
    Duration futureTolerance, Duration smallestMaxAge, Duration largestMaxAge) {
  /** The pipelines' defaults. */
  public static final TimeLimits DEFAULT =
      new TimeLimits(Duration.ofSeconds(5), Duration.ofDays(365), Duration.ofDays(365));

  /** The same, where some pipelines judged with a smaller maximum age. */
  public TimeLimits orMaxAge(Duration smaller) {
    return new TimeLimits(futureTolerance, smaller, largestMaxAge);
  }
}
