package com.k2.marketdata.failure;

/** An option, an argument, a file or the setup of the machine is wrong. A retry does not help. */
public final class UsageException extends K2Exception {
  public UsageException(String message) {
    this(message, null);
  }

  public UsageException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private UsageException(String message, Throwable cause, boolean endsProcess) {
    super(ExitCode.USAGE, message, cause, endsProcess);
  }

  /** A failure after which no further attempt of this process can succeed. */
  public static UsageException endingProcess(String message, Throwable cause) {
    return new UsageException(message, cause, true);
  }
}
