package com.k2.marketdata.failure;

/** A cycle's receipts or counts do not add up; nothing of it was committed. */
public final class IncompleteCycleException extends K2Exception {
  public IncompleteCycleException(String message) {
    this(message, null);
  }

  public IncompleteCycleException(String message, Throwable cause) {
    super(ExitCode.INCOMPLETE_CYCLE, message, cause);
  }
}
