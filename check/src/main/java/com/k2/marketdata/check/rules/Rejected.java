package com.k2.marketdata.check.rules;

/** A message must not become a trade. */
final class Rejected extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  Rejected(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
