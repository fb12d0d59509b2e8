package com.k2.marketdata.failure;

/** A table exists whose schema or partition spec differs from what K2 writes. */
public final class TableMismatchException extends K2Exception {
  public TableMismatchException(String message) {
    this(message, null);
  }

  public TableMismatchException(String message, Throwable cause) {
    super(ExitCode.TABLE_MISMATCH, message, cause);
  }
}
