package com.k2.marketdata.lake.maintain.compact;

/** Why a compaction does not rewrite files. */
public enum LeftReason {
  /** Delete files apply to them; another tool has to apply these first. */
  DELETES("with delete files"),

  /** They were written with another partition spec than the table's current one. */
  OTHER_SPEC("with another partition spec"),

  /** They are not Parquet files. */
  OTHER_FORMAT("not in Parquet format"),

  /** They are small, but younger than the settle time. */
  YOUNG("younger than --settle"),

  /** They are small, but no group of them is worth rewriting yet. */
  NO_GROUP("too few to be worth rewriting yet"),

  /** They are small, but the run's limit of bytes or files is reached. */
  OVER_LIMIT("over the limit of a run (--maxRewriteBytes, or 100,000 files)");

  private final String words;

  LeftReason(String words) {
    this.words = words;
  }

  /** A phrase after "files", such as "with delete files". */
  public String words() {
    return words;
  }
}
