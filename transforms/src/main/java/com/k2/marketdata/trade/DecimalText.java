package com.k2.marketdata.trade;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A decimal number as text: the positions of its digits and their powers of ten, found in one pass
 * without building a number, so that {@code 1E+2000000000} or a million digits cost no more than
 * their length. {@link Amount} is what rules use; this serves numbers that are not positive
 * amounts.
 *
 * <p>The grammar is that of {@link BigDecimal#BigDecimal(String)}, plain or with an exponent, with
 * ASCII digits only: {@code 12.50}, {@code -.5}, {@code 5E-7}. An exponent may have any number of
 * digits. {@code 1,5}, {@code NaN} and {@code 0x1} are not decimal numbers.
 *
 * @param first index of the first digit other than 0; -1 if the number is zero
 * @param last index of the last digit other than 0
 * @param point index of the decimal point, or of the end of the digits if there is none
 * @param exponent the exponent as written, clamped to a range far larger than that of any column
 */
public record DecimalText(
    String text, boolean negative, int first, int last, int point, long exponent) {
  private static final long EXPONENT_CLAMP = 1_000_000_000_000L;
  private static final int DIGITS_IN_LONG = 18;

  /** The number that is this text; null if it is not a decimal number. */
  public static @Nullable DecimalText scan(String text) {
    int length = text.length();
    int at = 0;
    boolean negative = false;
    if (length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
      negative = text.charAt(0) == '-';
      at = 1;
    }
    int first = -1;
    int last = -1;
    int point = -1;
    int digits = 0;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits++;
        if (c != '0') {
          first = first < 0 ? at : first;
          last = at;
        }
      } else if (c == '.' && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return null;
    }
    if (point < 0) {
      point = at;
    }
    if (at == length) {
      return new DecimalText(text, negative, first, last, point, 0);
    }
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return null;
    }
    at++;
    boolean negativeExponent = false;
    if (at < length && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      negativeExponent = text.charAt(at) == '-';
      at++;
    }
    if (at == length) {
      return null;
    }
    long exponent = 0;
    for (; at < length; at++) {
      char c = text.charAt(at);
      if (c < '0' || c > '9') {
        return null;
      }
      exponent = Math.min(exponent * 10 + (c - '0'), EXPONENT_CLAMP);
    }
    return new DecimalText(
        text, negative, first, last, point, negativeExponent ? -exponent : exponent);
  }

  /** -1, 0 or 1. */
  public int signum() {
    return first < 0 ? 0 : negative ? -1 : 1;
  }

  /** The power of ten of the first digit: 1 for {@code 12.5}. Undefined for zero. */
  public long highestPower() {
    return powerAt(first);
  }

  /** The power of ten of the last digit other than 0: -1 for {@code 12.500}. Undefined for zero. */
  public long lowestPower() {
    return powerAt(last);
  }

  private long powerAt(int index) {
    return (index < point ? point - 1 - index : point - index) + exponent;
  }

  /**
   * The exact absolute value, at the smallest scale from 0 on that holds it. Undefined for zero;
   * the caller has checked that both powers are in a small range.
   */
  public BigDecimal magnitude() {
    int lowest = Math.toIntExact(lowestPower());
    BigDecimal exact =
        last - first < DIGITS_IN_LONG
            ? BigDecimal.valueOf(smallUnscaled(), -lowest)
            : new BigDecimal(unscaled(), -lowest);
    return lowest > 0 ? exact.setScale(0) : exact;
  }

  private long smallUnscaled() {
    long unscaled = 0;
    for (int i = first; i <= last; i++) {
      if (i != point) {
        unscaled = unscaled * 10 + (text.charAt(i) - '0');
      }
    }
    return unscaled;
  }

  private BigInteger unscaled() {
    return new BigInteger(text.substring(first, last + 1).replace(".", ""));
  }
}
