package com.k2.marketdata.failure;

/** More messages of a cycle were rejected than the set share; nothing of it was committed. */
public final class RejectedShareException extends K2Exception {
  public RejectedShareException(String message) {
    this(message, null);
  }

  public RejectedShareException(String message, Throwable cause) {
    super(ExitCode.REJECTED_SHARE, message, cause);
  }
}
