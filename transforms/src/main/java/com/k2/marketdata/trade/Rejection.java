package com.k2.marketdata.trade;

/**
 * Leaves the rules at the first check that fails. It never leaves {@link TradeRules}, where it
 * becomes an {@link Outcome.Rejected}; it has no stack trace, because bad messages may be many.
 */
public final class Rejection extends Exception {
  private final RejectReason reason;

  public Rejection(RejectReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public RejectReason reason() {
    return reason;
  }

  /** What was seen, for a person. */
  public String detail() {
    return getMessage();
  }
}
