package com.k2.marketdata.failure;

/**
 * Records between the position and the start of the log are missing, the topic was replaced, or the
 * catalog has lost a table. An operator has to decide how to continue.
 */
public final class HoleException extends K2Exception {
  public HoleException(String message) {
    this(message, null);
  }

  public HoleException(String message, Throwable cause) {
    super(ExitCode.HOLE, message, cause);
  }
}
