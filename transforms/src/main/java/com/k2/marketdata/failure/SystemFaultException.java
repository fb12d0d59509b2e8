package com.k2.marketdata.failure;

/**
 * Something outside K2 (broker, registry, catalog, store) did not answer as it should; worth
 * another try.
 */
public final class SystemFaultException extends K2Exception {
  public SystemFaultException(String message) {
    this(message, null);
  }

  public SystemFaultException(String message, Throwable cause) {
    super(ExitCode.SYSTEM_FAULT, message, cause);
  }
}
