package com.k2.marketdata.trade;

import org.checkerframework.checker.nullness.qual.Nullable;

/** Converts the exchanges' timestamp formats to microseconds since the epoch. */
public final class EpochTime {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int MICRO_DIGITS = 6;
  private static final long THIRTEEN_DIGITS = 1_000_000_000_000L;
  private static final long FOURTEEN_DIGITS = 10 * THIRTEEN_DIGITS;
  private static final long SIXTEEN_DIGITS = 1_000_000_000_000_000L;
  private static final long SEVENTEEN_DIGITS = 10 * SIXTEEN_DIGITS;

  private EpochTime() {}

  /**
   * Converts a whole number whose length implies its unit: 13 digits are milliseconds, 16 digits
   * are microseconds, and both cover the years 2001 to 2286. Any other number, including zero and
   * negative numbers, is unparsable.
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
        time + " has neither 13 digits (milliseconds) nor 16 digits (microseconds)");
  }

  /**
   * Converts seconds in a plain decimal string such as {@code 1617666461.465618}: digits,
   * optionally followed by a point and any number of digits. Digits after the sixth decimal place
   * are truncated. A sign or an exponent is not allowed.
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
