package com.k2.marketdata.options.form;

import com.k2.marketdata.failure.UsageException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations and sizes in options. */
public final class Quantities {
  /** The form of a duration. */
  public static final String DURATION = "(\\d{1,12})(ms|s|m|h|d)";

  public static final String DURATION_WORDS = "a duration such as 500ms, 10s, 5m or 2h";

  /** The form of a number of bytes. */
  public static final String SIZE = "(\\d{1,15})([kmg]?)";

  public static final String SIZE_WORDS = "a size such as 64m, 1g or 1048576";

  private static final Pattern DURATION_PATTERN = Pattern.compile(DURATION);
  private static final Pattern SIZE_PATTERN = Pattern.compile(SIZE);
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Quantities() {}

  /** A duration such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h} or {@code 365d}. */
  public static Duration duration(String option, String text) {
    Matcher matcher = DURATION_PATTERN.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new UsageException(
          "--"
              + option
              + "="
              + text
              + " is not a duration. Write, for example, 500ms, 10s, 5m or 2h.");
    }
    try {
      return UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
    } catch (ArithmeticException e) {
      throw new UsageException("--" + option + "=" + text + " is too long.", e);
    }
  }

  /** A number of bytes such as {@code 1048576}, {@code 64m} or {@code 1g}. */
  public static long bytes(String option, String text) {
    Matcher matcher = SIZE_PATTERN.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new UsageException(
          "--" + option + "=" + text + " is not a size. Write, for example, 64m, 1g or 1048576.");
    }
    int shift = 10 * " kmg".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    } catch (ArithmeticException e) {
      throw new UsageException("--" + option + "=" + text + " is too large.", e);
    }
  }
}
