package com.k2.marketdata.failure;

/**
 * A failure that K2 can name. Its message says what, where and how to mend it; its exit code is
 * what the process ends with if the failure lasts.
 */
public abstract class K2Exception extends RuntimeException {
  private final ExitCode exitCode;

  K2Exception(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process ends with if this lasts. */
  public final ExitCode exitCode() {
    return exitCode;
  }
}
