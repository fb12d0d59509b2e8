package com.k2.marketdata.failure;

/** A wrong option, argument or file; found before anything runs. */
public final class UsageException extends K2Exception {
  public UsageException(String message) {
    this(message, null);
  }

  public UsageException(String message, Throwable cause) {
    super(ExitCode.USAGE, message, cause);
  }
}
