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
    this(message, cause, false);
  }

  private UnexpectedException(String message, Throwable cause, boolean endsProcess) {
    super(ExitCode.UNEXPECTED, message, cause, endsProcess);
  }

  /** A failure after which no further attempt of this process can succeed. */
  public static UnexpectedException endingProcess(String message, Throwable cause) {
    return new UnexpectedException(message, cause, true);
  }
}
