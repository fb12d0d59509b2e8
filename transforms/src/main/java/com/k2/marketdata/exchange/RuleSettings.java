package com.k2.marketdata.exchange;

import com.k2.marketdata.failure.UsageException;
import java.time.Duration;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The settings of an exchange's rules.
 *
 * @param futureTolerance how much later than its Kafka timestamp a trade may be
 * @param maxAge how much earlier it may be; null disables the check, for backfills
 * @param symbolList replaces the bundled symbol list; null for the bundled one
 */
public record RuleSettings(
    Duration futureTolerance, @Nullable Duration maxAge, @Nullable SymbolList symbolList) {

  /** A tolerance of five seconds, an age of 365 days, the bundled symbol list. */
  public static final RuleSettings DEFAULTS =
      new RuleSettings(Duration.ofSeconds(5), Duration.ofDays(365), null);

  public RuleSettings {
    if (futureTolerance.isNegative()) {
      throw new UsageException(
          "The tolerance for trades in the future is "
              + futureTolerance
              + "; give a duration of zero or more.");
    }
    if (maxAge != null && maxAge.isNegative()) {
      throw new UsageException(
          "The greatest age of a trade is "
              + maxAge
              + "; give a duration of zero or more, or disable the check.");
    }
  }

  public RuleSettings withFutureTolerance(Duration tolerance) {
    return new RuleSettings(tolerance, maxAge, symbolList);
  }

  public RuleSettings withMaxAge(@Nullable Duration age) {
    return new RuleSettings(futureTolerance, age, symbolList);
  }

  public RuleSettings withSymbolList(@Nullable SymbolList list) {
    return new RuleSettings(futureTolerance, maxAge, list);
  }
}
