package com.k2.marketdata.verify.judge;

/** What can be wrong with an offset, and what the operator can do about it. */
public enum FindingKind {
  /** The table has more than one row with the offset. */
  DUPLICATE(
      "more than one row in %s",
      "Another program has appended rows to the table, or K2 has a defect. Roll back with"
          + " `k2 rollback` to a time before the duplicates, or delete the additional rows."),
  /** Kafka has a message that the table should have. */
  LOST(
      "missing from %s, but Kafka has the messages and the table's position is past them",
      "While Kafka still has the messages, roll back with `k2 rollback` to a time before the rows"
          + " disappeared: the next run reads the messages again."),
  /** Bronze has a row that is neither a trade nor a dead letter. */
  IN_NEITHER(
      "in bronze, but neither in %s nor in the dead letters",
      "Roll back with `k2 rollback` to a time before the rows disappeared: the next run processes"
          + " the messages again."),
  /** A message is both a trade and a dead letter. */
  IN_BOTH(
      "both in %s and in the dead letters",
      "These messages were processed twice, with different outcomes. Roll back with `k2 rollback`"
          + " to a time before that: the next run processes the messages again."),
  /** A replayed trade whose dead letter is missing. */
  REPLAYED_WITHOUT_DEAD_LETTER(
      "replayed into %s, but not in the dead letters",
      "A replay adds trades of dead letters only, and the dead letters stay. Either dead letters"
          + " were deleted, or another program set replay_id. Restore the dead letters, or roll back"
          + " with `k2 rollback` to a time before they disappeared."),
  /** A trade or a dead letter whose message is not in bronze. */
  WITHOUT_BRONZE(
      "in %s, but not in bronze",
      "Either bronze rows were deleted, or another program wrote these rows. While Kafka still has"
          + " the messages, roll back with `k2 rollback --bronze` to a time before that."),
  /** A row at or above the table's position, which the next cycle would write again. */
  BEYOND_POSITION(
      "in %s, at or above its position",
      "The next cycle would write these offsets a second time. If the position was set by hand,"
          + " correct it with `k2 ledger set`; otherwise delete these rows."),
  /** A row below the offset where the table began. */
  BEFORE_BEGINNING(
      "in %s, below the table's first offset",
      "According to the ledger, K2 has not written these rows. Find out which program did."),
  /** Missing, and Kafka no longer has the offset, so it may never have had a message. */
  UNVERIFIABLE(
      "missing from %s, and Kafka cannot tell why",
      "These offsets were transaction markers, aborted messages or compacted keys, or the rows are"
          + " lost.");

  private final String what;
  private final String advice;

  FindingKind(String what, String advice) {
    this.what = what;
    this.advice = advice;
  }

  /** What is wrong with offsets of the named table, as the end of a sentence. */
  public String what(String table) {
    return String.format(what, table);
  }

  /** What the finding means and what to do, as sentences. */
  public String advice() {
    return advice;
  }
}
