package com.k2.marketdata.trade;

import java.util.Locale;

/**
 * Why a message was rejected as a trade. The set is closed: every rejected message has exactly one
 * reason, that of the first check that failed.
 */
public enum RejectReason {
  FRAMING_INVALID(ErrorType.DECODING),
  SCHEMA_UNKNOWN(ErrorType.DECODING),
  SCHEMA_TYPE_UNSUPPORTED(ErrorType.DECODING),
  PAYLOAD_MISSING(ErrorType.DECODING),
  PAYLOAD_UNDECODABLE(ErrorType.DECODING),

  PRICE_MISSING(ErrorType.PRICE),
  PRICE_NOT_A_NUMBER(ErrorType.PRICE),
  PRICE_NOT_POSITIVE(ErrorType.PRICE),
  PRICE_OUT_OF_RANGE(ErrorType.PRICE),
  PRICE_SCALE_EXCEEDED(ErrorType.PRICE),

  QUANTITY_MISSING(ErrorType.QUANTITY),
  QUANTITY_NOT_A_NUMBER(ErrorType.QUANTITY),
  QUANTITY_NOT_POSITIVE(ErrorType.QUANTITY),
  QUANTITY_OUT_OF_RANGE(ErrorType.QUANTITY),
  QUANTITY_SCALE_EXCEEDED(ErrorType.QUANTITY),

  SIDE_MISSING(ErrorType.SIDE),
  SIDE_UNKNOWN(ErrorType.SIDE),

  SYMBOL_MISSING(ErrorType.SYMBOL),
  SYMBOL_UNKNOWN_FORM(ErrorType.SYMBOL),
  QUOTE_ASSET_AMBIGUOUS(ErrorType.SYMBOL),

  TIMESTAMP_MISSING(ErrorType.TIMESTAMP),
  TIMESTAMP_UNPARSABLE(ErrorType.TIMESTAMP),
  TIMESTAMP_IN_FUTURE(ErrorType.TIMESTAMP),
  TIMESTAMP_TOO_OLD(ErrorType.TIMESTAMP),

  EVENT_TYPE_UNEXPECTED(ErrorType.EVENT);

  /** The category of a reason, stored in the dead-letter table's error_type. */
  public enum ErrorType {
    DECODING,
    PRICE,
    QUANTITY,
    SIDE,
    SYMBOL,
    TIMESTAMP,
    EVENT;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The code stored in the table, for example {@code decoding}. */
    public String code() {
      return code;
    }
  }

  private final ErrorType errorType;
  private final String code = name().toLowerCase(Locale.ROOT);

  RejectReason(ErrorType errorType) {
    this.errorType = errorType;
  }

  /** The code stored in the table, for example {@code price_not_positive}. */
  public String code() {
    return code;
  }

  /** The category, stored in the table's error_type. */
  public ErrorType errorType() {
    return errorType;
  }
}
