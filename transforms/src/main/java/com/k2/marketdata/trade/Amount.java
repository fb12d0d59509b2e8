package com.k2.marketdata.trade;

import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The two amounts of a trade, each a positive decimal(28,12). An amount is stored exactly or
 * rejected, never rounded.
 *
 * <p>The first check that fails gives the reason, in this order: missing (null or empty), not a
 * number, not positive, out of range (more than 16 digits before the decimal point), scale exceeded
 * (more than 12 digits after it, ignoring trailing zeros).
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
