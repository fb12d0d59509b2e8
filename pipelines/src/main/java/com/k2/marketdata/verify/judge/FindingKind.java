package com.k2.marketdata.verify.judge;

/** What can be wrong with an offset, and what to do about it. */
public enum FindingKind {
  /** More than one row of one table has the offset. */
  DUPLICATE(
      "stand in %s more than once",
      "Something other than K2 appended to it, or K2 has a defect. Go back with `k2 rollback` to"
          + " before it happened, or delete the additional rows."),
  /** Kafka has a message that the table should have. */
  LOST(
      "are missing from %s, though Kafka has them and the position has passed them",
      "Go back with `k2 rollback` to before the rows vanished while Kafka still has them: they are"
          + " read again."),
  /** Bronze has a message that is neither a trade nor a dead letter. */
  IN_NEITHER(
      "are in bronze, but neither in %s nor in the dead letters",
      "Go back with `k2 rollback` to before the rows vanished; they are processed again."),
  /** A message is both a trade and a dead letter. */
  IN_BOTH(
      "are both in %s and in the dead letters",
      "One message had two outcomes. Go back with `k2 rollback` to before it happened; they are"
          + " processed again."),
  /** A trade or a dead letter of a message that bronze does not have. */
  WITHOUT_BRONZE(
      "are in %s, but not in bronze",
      "Either rows of bronze were deleted, or these do not come from it. Go back with `k2 rollback"
          + " --bronze` to before that, while Kafka still has them."),
  /** A row that the position says is not there yet. */
  BEYOND_POSITION(
      "stand in %s at or above its position",
      "The next cycle writes them again. If the position was set by hand, set it right with"
          + " `k2 ledger set`; otherwise delete these rows."),
  /** A row from before the table's beginning. */
  BEFORE_BEGINNING(
      "stand in %s below the offset at which it began",
      "They were not written by K2 as its ledger tells; look where they come from."),
  /** Missing, and nothing can tell whether there ever was a message. */
  UNVERIFIABLE(
      "are missing from %s, and Kafka cannot tell why",
      "They may have been transaction markers, aborted messages or compacted keys, or they are"
          + " lost.");

  private final String what;
  private final String advice;

  FindingKind(String what, String advice) {
    this.what = what;
    this.advice = advice;
  }

  /** The predicate of a sentence about offsets of a table. */
  public String what(String table) {
    return String.format(what, table);
  }

  /** What it means and what to do. */
  public String advice() {
    return advice;
  }

  /** Whether it is an error, whatever else is so. */
  boolean isDiscrepancy() {
    return this != UNVERIFIABLE;
  }
}
