package com.k2.marketdata.trade;

import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The two amounts of a trade, each a positive decimal(28,12). An amount is stored exactly or
 * rejected, never rounded.
 *
 * <p>Texts such as {@code 58721.20000}, {@code 5.0E-7} and {@code +1} are accepted. A text that is
 * not accepted is rejected with the first of these reasons that applies:
 *
 * <ul>
 *   <li>{@code price_missing}: null or empty;
 *   <li>{@code price_not_a_number}: {@code 1,5}, {@code NaN}, {@code 0x1}, leading or trailing
 *       blanks;
 *   <li>{@code price_not_positive}: {@code 0.000}, {@code -1};
 *   <li>{@code price_out_of_range}: more than 16 digits before the point, {@code 1E+16};
 *   <li>{@code price_scale_exceeded}: more than 12 digits after the point, not counting trailing
 *       zeros.
 * </ul>
 *
 * <p>The reasons of a quantity are {@code quantity_missing} and so on.
 */
public enum Amount {
  PRICE(
      RejectReason.PRICE_MISSING,
      RejectReason.PRICE_NOT_A_NUMBER,
      RejectReason.PRICE_NOT_POSITIVE,
      RejectReason.PRICE_OUT_OF_RANGE,
      RejectReason.PRICE_SCALE_EXCEEDED),
  QUANTITY(
      RejectReason.QUANTITY_MISSING,
      RejectReason.QUANTITY_NOT_A_NUMBER,
      RejectReason.QUANTITY_NOT_POSITIVE,
      RejectReason.QUANTITY_OUT_OF_RANGE,
      RejectReason.QUANTITY_SCALE_EXCEEDED);

  /** Maximum number of digits, before and after the decimal point together. */
  public static final int PRECISION = 28;

  /** Maximum number of digits after the decimal point. */
  public static final int SCALE = 12;

  private final RejectReason missing;
  private final RejectReason notANumber;
  private final RejectReason notPositive;
  private final RejectReason outOfRange;
  private final RejectReason scaleExceeded;

  Amount(
      RejectReason missing,
      RejectReason notANumber,
      RejectReason notPositive,
      RejectReason outOfRange,
      RejectReason scaleExceeded) {
    this.missing = missing;
    this.notANumber = notANumber;
    this.notPositive = notPositive;
    this.outOfRange = outOfRange;
    this.scaleExceeded = scaleExceeded;
  }

  /** The exact value, at the smallest non-negative scale that represents it. */
  public BigDecimal parse(@Nullable String text) throws Rejection {
    if (text == null || text.isEmpty()) {
      throw new Rejection(missing, text == null ? "null" : "an empty string");
    }
    DecimalText decimal = DecimalText.scan(text);
    if (decimal == null) {
      throw new Rejection(notANumber, Excerpt.of(text) + " is not a decimal number");
    }
    if (decimal.signum() <= 0) {
      throw new Rejection(notPositive, Excerpt.of(text) + " is not greater than zero");
    }
    if (decimal.highestPower() >= PRECISION - SCALE) {
      throw new Rejection(
          outOfRange,
          Excerpt.of(text)
              + " has more than "
              + (PRECISION - SCALE)
              + " digits before the decimal point");
    }
    if (decimal.lowestPower() < -SCALE) {
      throw new Rejection(
          scaleExceeded,
          Excerpt.of(text) + " has more than " + SCALE + " digits after the decimal point");
    }
    return decimal.magnitude();
  }
}
