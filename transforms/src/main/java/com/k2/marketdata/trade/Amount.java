package com.k2.marketdata.trade;

import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The two amounts of a trade, each a positive decimal(28,12). An amount is exact or rejected, never
 * rounded.
 *
 * <p>Accepted are {@code 58721.20000}, {@code 5.0E-7}, {@code +1} and the like. The first of these
 * that holds is the reason otherwise:
 *
 * <ul>
 *   <li>{@code price_missing}: null or empty;
 *   <li>{@code price_not_a_number}: {@code 1,5}, {@code NaN}, {@code 0x1}, a blank before or after;
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

  /** Digits in all that an amount may have, before and after the point. */
  public static final int PRECISION = 28;

  /** Digits after the point that an amount may have. */
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

  /** The exact value, at the smallest scale from 0 on that holds it. */
  public BigDecimal parse(@Nullable String text) throws Rejection {
    if (text == null || text.isEmpty()) {
      throw new Rejection(missing, text == null ? "null" : "an empty string");
    }
    DecimalText decimal = DecimalText.scan(text);
    if (decimal == null) {
      throw new Rejection(notANumber, Excerpt.of(text) + " is not a decimal number");
    }
    if (decimal.signum() <= 0) {
      throw new Rejection(notPositive, Excerpt.of(text) + " is not above zero");
    }
    if (decimal.highestPower() >= PRECISION - SCALE) {
      throw new Rejection(
          outOfRange,
          Excerpt.of(text) + " has more than " + (PRECISION - SCALE) + " integer digits");
    }
    if (decimal.lowestPower() < -SCALE) {
      throw new Rejection(
          scaleExceeded, Excerpt.of(text) + " has more than " + SCALE + " fraction digits");
    }
    return decimal.magnitude();
  }
}
