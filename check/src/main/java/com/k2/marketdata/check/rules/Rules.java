package com.k2.marketdata.check.rules;

import com.k2.marketdata.check.kafka.Message;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Decides by the documented rules of an exchange what becomes of a message. The checks come in the
 * documented order: event, symbol, price, quantity, side, time.
 */
public abstract class Rules {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");
  private static final int SCALE = 12;
  private static final int DIGITS_BEFORE_POINT = 16;
  private static final long MAX_KAFKA_MILLIS = Long.MAX_VALUE / 1000;

  private final TimeLimits limits;

  Rules(TimeLimits limits) {
    this.limits = limits;
  }

  /** The rules of an exchange. */
  public static Rules of(String exchange, TimeLimits limits) {
    return switch (exchange) {
      case "binance" -> new BinanceRules(limits);
      case "kraken" -> new KrakenRules(limits);
      default ->
          throw new IllegalArgumentException(
              "The check has no rules for " + exchange + "; it has those of binance and kraken.");
    };
  }

  /**
   * The trade of a message, whatever its age.
   *
   * @param doubts receives the reasons for which the message may be rejected although this returns
   */
  abstract Expectation.Trade trade(Message message, SentFields fields, Set<String> doubts)
      throws Rejected;

  final Expectation judge(Message message, SentFields fields) {
    Set<String> reasons = new HashSet<>();
    try {
      Expectation.Trade trade = trade(message, fields, reasons);
      boolean mayBeTrade = checkTime(trade.micros(), message.timestampMillis(), reasons);
      return new Expectation(
          mayBeTrade ? Optional.of(trade) : Optional.empty(), reasons, Optional.empty());
    } catch (Rejected e) {
      reasons.add(e.reason());
      return new Expectation(Optional.empty(), reasons, Optional.empty());
    }
  }

  /** Returns whether the trade may be accepted; adds the reasons for which it may not be. */
  private boolean checkTime(long micros, long kafkaMillis, Set<String> reasons) {
    if (!isTimestamp(kafkaMillis)) {
      return true;
    }
    long age = TimeUnit.MILLISECONDS.toMicros(kafkaMillis) - micros;
    if (-age > TimeUnit.MICROSECONDS.convert(limits.futureTolerance())) {
      reasons.add("timestamp_in_future");
      return false;
    }
    if (age > TimeUnit.MICROSECONDS.convert(limits.smallestMaxAge())) {
      reasons.add("timestamp_too_old");
    }
    return age <= TimeUnit.MICROSECONDS.convert(limits.largestMaxAge());
  }

  /** Whether Kafka's timestamp is a time that the tables can hold. */
  public static boolean isTimestamp(long kafkaMillis) {
    return kafkaMillis >= 0 && kafkaMillis <= MAX_KAFKA_MILLIS;
  }

  static BigDecimal amount(String name, String text) throws Rejected {
    if (text == null || text.isEmpty()) {
      throw new Rejected(name + "_missing");
    }
    if (!DECIMAL.matcher(text).matches()) {
      throw new Rejected(name + "_not_a_number");
    }
    BigDecimal amount = new BigDecimal(text).stripTrailingZeros();
    if (amount.signum() <= 0) {
      throw new Rejected(name + "_not_positive");
    }
    if (amount.precision() - amount.scale() > DIGITS_BEFORE_POINT) {
      throw new Rejected(name + "_out_of_range");
    }
    if (amount.scale() > SCALE) {
      throw new Rejected(name + "_scale_exceeded");
    }
    return amount.setScale(SCALE);
  }

  static String required(String text, String reason) throws Rejected {
    if (text == null || text.isEmpty()) {
      throw new Rejected(reason);
    }
    return text;
  }
}
