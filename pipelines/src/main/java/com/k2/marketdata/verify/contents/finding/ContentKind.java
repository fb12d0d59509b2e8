package com.k2.marketdata.verify.contents.finding;

/** What the comparison of contents can find about a row, and what the operator can do about it. */
public enum ContentKind {
  /** A bronze row is not the message that Kafka has. */
  BRONZE_CHANGED(
      true,
      "differs from the message in Kafka",
      "The row was changed after K2 wrote it. While Kafka still has the messages, roll back with"
          + " `k2 rollback --bronze` to a time before that."),
  /** A row of silver or of the dead letters has a value that does not follow from the message. */
  CHANGED(
      true,
      "differs from what the rules make of the message in bronze",
      "The row, or the message in bronze, was changed after K2 wrote it. If bronze is as Kafka has"
          + " it, roll back with `k2 rollback` to a time before that: the next run processes the"
          + " messages again."),
  /** A trade that the rules reject, or a dead letter that they accept. */
  WRONG_OUTCOME(
      true,
      "is not in the table where the rules put the message in bronze",
      "The row, or the message in bronze, was changed after K2 wrote it. If bronze is as Kafka has"
          + " it, roll back with `k2 rollback` to a time before that: the next run processes the"
          + " messages again."),
  /**
   * Other rules, settings or schemas than today's judged the message, or the ledger does not record
   * which did.
   */
  JUDGED_DIFFERENTLY(
      false,
      "would be judged differently today",
      "Other rules, settings or schemas judged these messages, so the rows are not proved. To prove"
          + " them, verify with the settings they were judged with; to judge them again, roll back"
          + " with `k2 rollback`."),
  /** The registry no longer has the schema of the message. */
  SCHEMA_GONE(
      false,
      "cannot be judged again, since the registry no longer has the schema",
      "Register the schemas again, or name the registry that has them.");

  private final boolean error;
  private final String what;
  private final String advice;

  ContentKind(boolean error, String what, String advice) {
    this.error = error;
    this.what = what;
    this.advice = advice;
  }

  /** Whether such a row is wrong; otherwise it is not proved. */
  public boolean isError() {
    return error;
  }

  /** What is wrong with the row, as the end of a sentence. */
  public String what() {
    return what;
  }

  /** What the finding means and what to do, as sentences. */
  public String advice() {
    return advice;
  }
}
