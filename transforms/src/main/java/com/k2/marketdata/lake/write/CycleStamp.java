package com.k2.marketdata.lake.write;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The values that a cycle writes into every row in addition to the message, fixed before its
 * pipeline is built.
 *
 * @param clockMicros the cycle's one clock value, microseconds since the epoch
 * @param exchange the exchange's name in silver, for example {@code BINANCE}
 * @param bronzeSource the name of the bronze table, stored with dead letters as their source
 * @param version the pipeline's version
 * @param replayId the id of the replay, stored with its trades; null for a cycle
 */
public record CycleStamp(
    long clockMicros,
    String exchange,
    String bronzeSource,
    String version,
    @Nullable String replayId)
    implements Serializable {

  /** The values of a cycle. */
  public CycleStamp(long clockMicros, String exchange, String bronzeSource, String version) {
    this(clockMicros, exchange, bronzeSource, version, null);
  }

  /** The clock value as an instant. */
  public Instant clock() {
    return Instant.EPOCH.plus(clockMicros, ChronoUnit.MICROS);
  }
}
