package com.k2.marketdata.failure;

/**
 * The table's ledger is no longer the one that the cycle was planned from: another driver is at
 * work.
 */
public final class ConflictException extends K2Exception {
  public ConflictException(String message) {
    this(message, null);
  }

  public ConflictException(String message, Throwable cause) {
    super(ExitCode.CONFLICT, message, cause);
  }
}
