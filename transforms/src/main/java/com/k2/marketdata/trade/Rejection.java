package com.k2.marketdata.trade;

/**
 * Thrown by the first check that fails. {@link TradeRules} turn it into an {@link Outcome.Rejected}
 * and never throw it. It has no stack trace, because invalid messages may be frequent.
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

  /** What was found, in readable form. */
  public String detail() {
    return getMessage();
  }
}
