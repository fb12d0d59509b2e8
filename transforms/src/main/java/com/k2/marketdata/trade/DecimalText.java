package com.k2.marketdata.trade;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A decimal number as text, with the positions of its significant digits. It is scanned in one pass
 * without building a number, so {@code 1E+2000000000} or a million digits cost time proportional to
 * the length of the text only.
 *
 * <p>The grammar is that of {@link BigDecimal#BigDecimal(String)}, plain or with an exponent, with
 * ASCII digits only. An exponent may have any number of digits.
 *
 * @param first index of the first nonzero digit, -1 for zero
 * @param last index of the last nonzero digit
 * @param point index of the decimal point, or of the end of the digits if there is none
 * @param exponent the exponent as written, clamped far outside the range of any column
 */
record DecimalText(String text, boolean negative, int first, int last, int point, long exponent) {
  private static final long EXPONENT_CLAMP = 1_000_000_000_000L;
  private static final int DIGITS_IN_LONG = 18;

  /** Scans the text; null if it is not a decimal number. */
  static @Nullable DecimalText scan(String text) {
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

  int signum() {
    return first < 0 ? 0 : negative ? -1 : 1;
  }

  /** The power of ten of the first nonzero digit: 1 for {@code 12.5}. Undefined for zero. */
  long highestPower() {
    return powerAt(first);
  }

  /** The power of ten of the last nonzero digit: -1 for {@code 12.500}. Undefined for zero. */
  long lowestPower() {
    return powerAt(last);
  }

  private long powerAt(int index) {
    return (index < point ? point - 1 - index : point - index) + exponent;
  }

  /**
   * The exact magnitude, at the smallest non-negative scale that represents it. Call it only for a
   * nonzero number whose powers of ten have been checked to be small.
   */
  BigDecimal magnitude() {
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
