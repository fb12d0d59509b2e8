package com.k2.marketdata.trade;

import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the exchanges' forms of a point in time as microseconds since the epoch, exactly. */
public final class EpochTime {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int MICRO_DIGITS = 6;
  private static final long THIRTEEN_DIGITS = 1_000_000_000_000L;
  private static final long FOURTEEN_DIGITS = 10 * THIRTEEN_DIGITS;
  private static final long SIXTEEN_DIGITS = 1_000_000_000_000_000L;
  private static final long SEVENTEEN_DIGITS = 10 * SIXTEEN_DIGITS;

  private EpochTime() {}

  /**
   * A whole number that tells its unit by its length: 13 digits are milliseconds, 16 digits are
   * microseconds, both from 2001 to 2286. Any other number, zero and negative ones among them, is
   * unparsable.
   */
  public static long microsOfMillisOrMicros(@Nullable Long time) throws Rejection {
    if (time == null) {
      throw new Rejection(RejectReason.TIMESTAMP_MISSING, "null");
    }
    if (time >= THIRTEEN_DIGITS && time < FOURTEEN_DIGITS) {
      return time * 1000;
    }
    if (time >= SIXTEEN_DIGITS && time < SEVENTEEN_DIGITS) {
      return time;
    }
    throw new Rejection(
        RejectReason.TIMESTAMP_UNPARSABLE,
        time + " has neither the 13 digits of milliseconds nor the 16 of microseconds");
  }

  /**
   * Seconds as a plain decimal string, {@code 1617666461.465618}: digits, and after a point any
   * number of digits more, of which those beyond the sixth are cut off. No sign, no exponent.
   */
  public static long microsOfDecimalSeconds(@Nullable String text) throws Rejection {
    if (text == null || text.isEmpty()) {
      throw new Rejection(
          RejectReason.TIMESTAMP_MISSING, text == null ? "null" : "an empty string");
    }
    int point = text.indexOf('.');
    int end = point < 0 ? text.length() : point;
    if (end == 0 || point == text.length() - 1) {
      throw unparsable(text);
    }
    long seconds = 0;
    for (int i = 0; i < end; i++) {
      seconds = seconds * 10 + digit(text, i);
      if (seconds >= Long.MAX_VALUE / MICROS_PER_SECOND) {
        throw unparsable(text);
      }
    }
    long micros = 0;
    int fractionDigits = 0;
    for (int i = end + 1; i < text.length(); i++) {
      int digit = digit(text, i);
      if (fractionDigits < MICRO_DIGITS) {
        micros = micros * 10 + digit;
        fractionDigits++;
      }
    }
    for (; fractionDigits < MICRO_DIGITS; fractionDigits++) {
      micros *= 10;
    }
    return seconds * MICROS_PER_SECOND + micros;
  }

  private static int digit(String text, int index) throws Rejection {
    char c = text.charAt(index);
    if (c < '0' || c > '9') {
      throw unparsable(text);
    }
    return c - '0';
  }

  private static Rejection unparsable(String text) {
    return new Rejection(
        RejectReason.TIMESTAMP_UNPARSABLE,
        Excerpt.of(text) + " is not a decimal number of seconds since the epoch");
  }
}
