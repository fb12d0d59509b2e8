package com.k2.marketdata.peer.job;

/** A part of the work that can be measured by itself. */
public enum FloorStep {
  /** Consume from Kafka and discard the records. */
  POLL(Source.KAFKA, false, false, false),
  /** Decode and validate records in memory. */
  DECODE(Source.MEMORY, false, true, false),
  /** Write bronze from records in memory. */
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
  public enum Source {
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

  public Source source() {
    return source;
  }

  public boolean writesBronze() {
    return bronze;
  }

  public boolean decodes() {
    return decoding;
  }

  public boolean writesSilver() {
    return silver;
  }
}
