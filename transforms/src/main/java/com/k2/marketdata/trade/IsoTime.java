package com.k2.marketdata.trade;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Parses times in the form of ISO 8601 that exchanges use (RFC 3339) to microseconds since the
 * epoch, exactly.
 *
 * <p>Accepted are a date, {@code T}, a time with seconds, optionally a fraction, and {@code Z} or
 * an offset: {@code 2014-11-07T08:19:27.028459Z}, {@code 2014-11-07T08:19:27Z}, {@code
 * 2014-11-07T09:19:27.5+01:00}. A fraction may have any number of digits; those after the sixth are
 * cut off. A null or empty value is {@code timestamp_missing}. Everything else is {@code
 * timestamp_unparsable}: a time without a zone, a blank instead of {@code T}, a day or a second
 * (60) that does not exist, a time before 1970.
 */
public final class IsoTime {
  private static final String FORM = "dddd-dd-ddTdd:dd:dd";
  private static final String OFFSET = "sdd:dd";

  private IsoTime() {}

  /** Microseconds since the epoch, never negative. */
  public static long micros(@Nullable String text) throws Rejection {
    if (text == null || text.isEmpty()) {
      throw new Rejection(
          RejectReason.TIMESTAMP_MISSING, text == null ? "null" : "an empty string");
    }
    int zone = startOfZone(text);
    if (!hasForm(text, FORM) || zone < 0) {
      throw unparsable(text);
    }
    long fraction =
        zone == FORM.length() ? 0 : EpochTime.microsOfFraction(text, FORM.length() + 1, zone);
    long seconds;
    try {
      seconds =
          LocalDateTime.of(
                  number(text, 0, 4),
                  number(text, 5, 2),
                  number(text, 8, 2),
                  number(text, 11, 2),
                  number(text, 14, 2),
                  number(text, 17, 2))
              .toEpochSecond(offset(text, zone));
    } catch (DateTimeException e) {
      throw unparsable(text);
    }
    if (seconds < 0) {
      throw unparsable(text);
    }
    return seconds * 1_000_000 + fraction;
  }

  /** The index after the seconds and their fraction; -1 if the fraction has no digits. */
  private static int startOfZone(String text) {
    int at = FORM.length();
    if (at >= text.length() || text.charAt(at) != '.') {
      return at;
    }
    int first = ++at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at == first ? -1 : at;
  }

  private static ZoneOffset offset(String text, int zone) {
    String rest = text.substring(zone);
    if (rest.equals("Z")) {
      return ZoneOffset.UTC;
    }
    if (rest.length() != OFFSET.length() || !hasForm(rest, OFFSET)) {
      throw new DateTimeException("neither Z nor an offset");
    }
    int sign = rest.charAt(0) == '-' ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * number(rest, 1, 2), sign * number(rest, 4, 2));
  }

  /** Whether text starts with a form, in which d is a digit and s a sign. */
  private static boolean hasForm(String text, String form) {
    if (text.length() < form.length()) {
      return false;
    }
    for (int i = 0; i < form.length(); i++) {
      char c = text.charAt(i);
      boolean fits =
          switch (form.charAt(i)) {
            case 'd' -> isDigit(c);
            case 's' -> c == '+' || c == '-';
            default -> c == form.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    return number;
  }

  private static Rejection unparsable(String text) {
    return new Rejection(
        RejectReason.TIMESTAMP_UNPARSABLE,
        Excerpt.of(text) + " is not a time such as 2014-11-07T08:19:27.028459Z");
  }
}
