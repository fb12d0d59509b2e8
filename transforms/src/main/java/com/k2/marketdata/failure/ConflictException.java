package com.k2.marketdata.failure;

/**
 * A table's ledger is no longer the one that the cycle was planned from: another driver writes the
 * table, or an operator moved its position.
 */
public final class ConflictException extends K2Exception {
  public ConflictException(String message) {
    this(message, null);
  }

  public ConflictException(String message, Throwable cause) {
    super(ExitCode.CONFLICT, message, cause);
  }
}
