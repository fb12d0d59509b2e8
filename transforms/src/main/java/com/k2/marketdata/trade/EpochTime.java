package com.k2.marketdata.trade;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Parses times that exchanges send as a number to microseconds since the epoch, exactly and never
 * through a double. Finer digits are cut off. A null or empty value is {@code timestamp_missing},
 * and a value of another form is {@code timestamp_unparsable}. {@link IsoTime} parses dates.
 */
public final class EpochTime {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int MICRO_DIGITS = 6;
  private static final long TEN_DIGITS = 1_000_000_000L;
  private static final long ELEVEN_DIGITS = 10 * TEN_DIGITS;
  private static final long THIRTEEN_DIGITS = 1_000_000_000_000L;
  private static final long FOURTEEN_DIGITS = 10 * THIRTEEN_DIGITS;
  private static final long SIXTEEN_DIGITS = 1_000_000_000_000_000L;
  private static final long SEVENTEEN_DIGITS = 10 * SIXTEEN_DIGITS;

  private EpochTime() {}

  /**
   * Parses a whole number whose length gives its unit: 13 digits are milliseconds, 16 digits are
   * microseconds, both from 2001 to 2286. {@code 1680652799999} and {@code 1680652799999000} are
   * the same time. Any other number, including zero and negative ones, is unparsable.
   */
  public static long microsOfMillisOrMicros(@Nullable Long time) throws Rejection {
    if (time == null) {
      throw new Rejection(RejectReason.TIMESTAMP_MISSING, "null");
    }
    Long micros = microsOrNull(time);
    if (micros == null) {
      throw new Rejection(
          RejectReason.TIMESTAMP_UNPARSABLE,
          time + " has neither 13 digits (milliseconds) nor 16 digits (microseconds)");
    }
    return micros;
  }

  /**
   * Like {@link #microsOfMillisOrMicros}, for a time that a trade need not have: null instead of a
   * rejection.
   */
  public static @Nullable Long microsOrNull(@Nullable Long time) {
    if (time == null) {
      return null;
    }
    if (time >= THIRTEEN_DIGITS && time < FOURTEEN_DIGITS) {
      return time * 1000;
    }
    return time >= SIXTEEN_DIGITS && time < SEVENTEEN_DIGITS ? time : null;
  }

  /**
   * Parses seconds as a plain decimal string: {@code 1617666461.465618}, {@code 1617666461}. Any
   * number of digits may follow the point; those after the sixth are cut off. {@code -1}, {@code
   * 1e9}, {@code .5} and {@code 5.} are unparsable, and so are times before 2001 and after 2286,
   * which have another unit: {@code 1617666461465} are milliseconds.
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
      if (seconds >= ELEVEN_DIGITS) {
        throw outOfRange(text);
      }
    }
    long micros = end == text.length() ? 0 : microsOfFraction(text, end + 1, text.length());
    if (micros < 0) {
      throw unparsable(text);
    }
    if (seconds < TEN_DIGITS) {
      throw outOfRange(text);
    }
    return seconds * MICROS_PER_SECOND + micros;
  }

  /**
   * The microseconds of a fraction of a second, given as the digits from one index to another;
   * those after the sixth are cut off. -1 if one of them is not a digit.
   */
  static long microsOfFraction(String text, int from, int to) {
    long micros = 0;
    for (int i = from; i < Math.max(to, from + MICRO_DIGITS); i++) {
      char c = i < to ? text.charAt(i) : '0';
      if (c < '0' || c > '9') {
        return -1;
      }
      if (i < from + MICRO_DIGITS) {
        micros = micros * 10 + (c - '0');
      }
    }
    return micros;
  }

  private static int digit(String text, int index) throws Rejection {
    char c = text.charAt(index);
    if (c < '0' || c > '9') {
      throw unparsable(text);
    }
    return c - '0';
  }

  private static Rejection outOfRange(String text) {
    return new Rejection(
        RejectReason.TIMESTAMP_UNPARSABLE,
        Excerpt.of(text) + " is not a time from 2001 to 2286 in seconds since the epoch");
  }

  private static Rejection unparsable(String text) {
    return new Rejection(
        RejectReason.TIMESTAMP_UNPARSABLE,
        Excerpt.of(text) + " is not a decimal number of seconds since the epoch");
  }
}
