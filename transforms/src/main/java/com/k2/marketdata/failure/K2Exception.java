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
  private final boolean endsProcess;

  K2Exception(ExitCode exitCode, String message, Throwable cause) {
    this(exitCode, message, cause, false);
  }

  K2Exception(ExitCode exitCode, String message, Throwable cause, boolean endsProcess) {
    super(message, cause);
    this.exitCode = exitCode;
    this.endsProcess = endsProcess;
  }

  /** The class of this failure. */
  public final ExitCode exitCode() {
    return exitCode;
  }

  /**
   * Whether every further attempt of this process would fail in the same way, for example because
   * its Spark application has ended.
   */
  public final boolean endsProcess() {
    return endsProcess;
  }

  /** Whether the failed cycle is planned again in this process. */
  public final boolean isRetried() {
    return exitCode.isRetried() && !endsProcess;
  }
}
