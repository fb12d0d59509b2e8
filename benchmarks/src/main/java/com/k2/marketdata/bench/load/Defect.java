package com.k2.marketdata.bench.load;

/** The defect of a synthetic message that must become a dead letter. */
public enum Defect {
  PRICE_ZERO,
  TIMESTAMP_IN_FUTURE,
  TRUNCATED,
  /** A quantity of zero; on an exchange with named sides, a side that does not exist. */
  QUANTITY_ZERO_OR_SIDE_UNKNOWN
}
