package com.k2.marketdata.failure;

/** The process exit codes: one per class of failure, so that a supervisor can tell them apart. */
public enum ExitCode {
  /** Everything asked for is done. */
  DONE(0),
  /** {@code verify} found discrepancies. */
  DISCREPANCY(1),
  /** A wrong option, argument or file: nothing was started. */
  USAGE(2),
  /** A broker, registry, catalog or store could not be reached, to the limit of the retries. */
  SYSTEM_FAULT(3),
  /** Records are gone or the topic is another one; a person decides. */
  HOLE(4),
  /** Another driver writes the same tables. */
  CONFLICT(5),
  /** More messages were rejected than the set share: a broken decoder or a wrong topic. */
  REJECTED_SHARE(6),
  /** A table exists with another schema or partition spec. */
  TABLE_MISMATCH(7),
  /** A cycle's receipts or counts did not add up, to the limit of the retries. */
  INCOMPLETE_CYCLE(8),
  /** A failure that K2 has no name for: a defect of K2 or of a library. */
  UNFORESEEN(70);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the process exits with. */
  public int code() {
    return code;
  }
}
