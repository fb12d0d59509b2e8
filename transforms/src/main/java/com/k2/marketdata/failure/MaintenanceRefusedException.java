package com.k2.marketdata.failure;

/** A step of table maintenance is not safe for a table. Nothing of the table was deleted. */
public final class MaintenanceRefusedException extends K2Exception {
  public MaintenanceRefusedException(String message) {
    this(message, null);
  }

  public MaintenanceRefusedException(String message, Throwable cause) {
    super(ExitCode.MAINTENANCE, message, cause);
  }
}
