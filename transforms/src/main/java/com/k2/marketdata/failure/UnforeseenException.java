package com.k2.marketdata.failure;

/**
 * A failure that nobody foresaw: a defect of K2 or of a library. The tables are as they were, and
 * another try may help; only the trace says what it is.
 */
public final class UnforeseenException extends K2Exception {
  public UnforeseenException(String message) {
    this(message, null);
  }

  public UnforeseenException(String message, Throwable cause) {
    super(ExitCode.UNFORESEEN, message, cause);
  }
}
