package com.k2.marketdata.lake.maintain.compact;

/** Why a compaction does not rewrite files. */
public enum LeftReason {
  /** Delete files apply to them; another tool has to apply these first. */
  DELETES("have deletes"),

  /** They were written with another partition spec than the table's current one. */
  OTHER_SPEC("have another partition spec"),

  /** They are not Parquet files. */
  OTHER_FORMAT("are not Parquet files"),

  /** They are small, but younger than the settle time. */
  YOUNG("are too young"),

  /** They are small, but no group of them is worth rewriting yet. */
  NO_GROUP("wait for more small files"),

  /** They are small, but the run's limit of bytes or files is reached. */
  OVER_LIMIT("are over the limit of a run");

  private final String words;

  LeftReason(String words) {
    this.words = words;
  }

  /** A phrase after "files", such as "have deletes". */
  public String words() {
    return words;
  }
}
