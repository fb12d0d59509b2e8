package com.k2.marketdata.failure;

/**
 * An unexpected error: a defect of K2 or of a library. A retry may help; the stack trace has the
 * cause.
 */
public final class UnexpectedException extends K2Exception {
  public UnexpectedException(String message) {
    this(message, null);
  }

  public UnexpectedException(String message, Throwable cause) {
    super(ExitCode.UNEXPECTED, message, cause);
  }
}
