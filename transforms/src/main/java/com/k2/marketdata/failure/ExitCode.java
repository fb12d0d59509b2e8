package com.k2.marketdata.failure;

/**
 * The process exit codes, one per class of failure, so that a supervisor can tell them apart. This
 * table is the source for the help of the command line and for docs/operations.md.
 */
public enum ExitCode {
  DONE(0, false, false, "The command succeeded."),
  DISCREPANCY(1, false, false, "verify found discrepancies."),
  USAGE(2, false, false, "An option, an argument, a file or the setup of this machine is wrong."),
  SYSTEM_FAULT(
      3,
      true,
      true,
      "Kafka, the schema registry, the catalog, the store or Spark failed or did not answer."),
  HOLE(
      4,
      false,
      false,
      "Records, rows or dead letters are missing, the topic was replaced, or a table or its"
          + " position is lost (--onHole=exit)."),
  CONFLICT(
      5, false, false, "Another driver writes the same tables, or a position was set meanwhile."),
  REJECTED_SHARE(6, false, false, "More messages were rejected than --maxRejectedShare allows."),
  TABLE_MISMATCH(7, false, false, "A table has a different schema or partition spec."),
  INCOMPLETE_CYCLE(8, true, true, "The receipts or counts of a cycle did not add up."),
  OUT_OF_MEMORY(9, true, false, "A single message does not fit in memory."),
  MAINTENANCE(10, false, false, "maintain failed for a table, or refused a step."),
  STALLED(11, false, true, "A pipeline on Spark made no progress for --stallTimeout."),
  UNEXPECTED(70, true, true, "An unexpected error: a defect of K2 or of a library.");

  private final int code;
  private final boolean retried;
  private final boolean restartAllowed;
  private final String description;

  ExitCode(int code, boolean retried, boolean restartAllowed, String description) {
    this.code = code;
    this.retried = retried;
    this.restartAllowed = restartAllowed;
    this.description = description;
  }

  /** The number that the process exits with. */
  public int code() {
    return code;
  }

  /**
   * Whether a cycle that failed this way is planned again. If so, the process exits with the code
   * only after {@code --maxFailedCycles} failures in a row.
   */
  public boolean isRetried() {
    return retried;
  }

  /**
   * Whether a supervisor should start the process again. If not, the next process would fail in the
   * same way until an operator has acted.
   */
  public boolean allowsRestart() {
    return restartAllowed;
  }

  /** What the code means, as a sentence. */
  public String description() {
    return description;
  }
}
