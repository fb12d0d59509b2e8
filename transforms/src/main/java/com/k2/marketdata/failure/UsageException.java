package com.k2.marketdata.failure;

/** An option, an argument or a file is wrong. Found before anything runs. */
public final class UsageException extends K2Exception {
  public UsageException(String message) {
    this(message, null);
  }

  public UsageException(String message, Throwable cause) {
    super(ExitCode.USAGE, message, cause);
  }
}
