package com.k2.marketdata.peer;

/** A part of the work that can be measured by itself. */
enum FloorStep {
  /** Kafka's consumers, and nothing is done with the records. */
  POLL(Source.KAFKA, false, false, false),
  /** Decoding and validation of records in memory. */
  DECODE(Source.MEMORY, false, true, false),
  /** Bronze's files, of records in memory. */
  WRITE(Source.MEMORY, true, false, false),
  /** Kafka to bronze. */
  BRONZE(Source.KAFKA, true, false, false),
  /** Kafka to silver and dead letters. */
  SILVER(Source.KAFKA, false, true, true),
  /** Bronze to silver and dead letters. */
  SILVER_FROM_BRONZE(Source.BRONZE, false, true, true),
  /** Kafka to bronze, silver and dead letters in one pass. */
  BOTH(Source.KAFKA, true, true, true);

  /** Where the records come from. */
  enum Source {
    KAFKA,
    MEMORY,
    BRONZE
  }

  private final Source source;
  private final boolean bronze;
  private final boolean decoding;
  private final boolean silver;

  FloorStep(Source source, boolean bronze, boolean decoding, boolean silver) {
    this.source = source;
    this.bronze = bronze;
    this.decoding = decoding;
    this.silver = silver;
  }

  Source source() {
    return source;
  }

  boolean writesBronze() {
    return bronze;
  }

  boolean decodes() {
    return decoding;
  }

  boolean writesSilver() {
    return silver;
  }
}
