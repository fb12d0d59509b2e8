package com.k2.marketdata.peer.job;

/** Names and settings that Spark's jobs and the floor share, so that their tables are alike. */
public final class Names {
  public static final String CATALOG = "peer";
  public static final String NAMESPACE = "market_data";

  public static final long BRONZE_FILE_BYTES = 128L << 20;
  public static final long SILVER_FILE_BYTES = 64L << 20;
  public static final long DEAD_LETTER_FILE_BYTES = 32L << 20;

  /** The reason for a message that cannot be decoded. */
  public static final String UNREADABLE = "deserialization_failed_or_null_fields";

  /** Maximum age of a trade in microseconds. */
  public static final long OLDEST_MICROS = 365L * 86_400 * 1_000_000;

  private Names() {}
}
