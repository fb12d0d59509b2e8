package com.k2.marketdata.failure;

/** An option, an argument, a file or the setup of the machine is wrong. A retry does not help. */
public final class UsageException extends K2Exception {
  public UsageException(String message) {
    this(message, null);
  }

  public UsageException(String message, Throwable cause) {
    super(ExitCode.USAGE, message, cause);
  }
}
