package com.k2.marketdata.failure;

/**
 * A larger share of a cycle's messages was rejected than the options allow. The cycle was not
 * committed.
 */
public final class RejectedShareException extends K2Exception {
  public RejectedShareException(String message) {
    this(message, null);
  }

  public RejectedShareException(String message, Throwable cause) {
    super(ExitCode.REJECTED_SHARE, message, cause);
  }
}
