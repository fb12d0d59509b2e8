package com.k2.marketdata.peer;

/** Names and settings that Spark's jobs and the floor share, so that they write the same tables. */
final class Names {
  static final String CATALOG = "peer";
  static final String NAMESPACE = "market_data";

  static final long BRONZE_FILE_BYTES = 128L << 20;
  static final long SILVER_FILE_BYTES = 64L << 20;
  static final long DEAD_LETTER_FILE_BYTES = 32L << 20;

  /** The reason of a message that cannot be decoded. */
  static final String UNREADABLE = "deserialization_failed_or_null_fields";

  /** How far back a trade's time may be. */
  static final long OLDEST_MICROS = 365L * 86_400 * 1_000_000;

  private Names() {}
}
