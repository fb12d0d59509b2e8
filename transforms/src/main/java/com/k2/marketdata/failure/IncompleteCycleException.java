package com.k2.marketdata.failure;

/** The receipts or counts of a cycle do not add up. The cycle was not committed. */
public final class IncompleteCycleException extends K2Exception {
  public IncompleteCycleException(String message) {
    this(message, null);
  }

  public IncompleteCycleException(String message, Throwable cause) {
    super(ExitCode.INCOMPLETE_CYCLE, message, cause);
  }
}
