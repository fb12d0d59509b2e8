package com.k2.marketdata.failure;

/**
 * A failure of a known class. Its message says what failed, where, and what to do about it. Its
 * exit code says whether the failed cycle is retried, and what the process exits with otherwise.
 */
public abstract sealed class K2Exception extends RuntimeException
    permits ConflictException,
        HoleException,
        IncompleteCycleException,
        MaintenanceRefusedException,
        OutOfMemoryException,
        RejectedShareException,
        SystemFaultException,
        TableMismatchException,
        UnexpectedException,
        UsageException {
  private final ExitCode exitCode;

  K2Exception(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The class of this failure. */
  public final ExitCode exitCode() {
    return exitCode;
  }
}
