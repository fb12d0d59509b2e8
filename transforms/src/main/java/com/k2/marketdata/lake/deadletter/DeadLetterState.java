package com.k2.marketdata.lake.deadletter;

/** How the dead letters of a topic compare with those that silver's ledger has recorded. */
public enum DeadLetterState {
  /** The table has every dead letter that silver has recorded, and no others. */
  IN_STEP,

  /** The dead letters of silver's newest cycle still have to be appended. */
  PENDING,

  /** The table has dead letters at offsets that silver was rolled back from. */
  AHEAD,

  /** Dead letters that silver has recorded are missing. */
  BEHIND
}
