package com.k2.marketdata.lake.write;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a cycle writes into every row beside the message itself, fixed before its pipeline is built.
 *
 * @param clockMicros the cycle's one clock value, microseconds since the epoch
 * @param exchange as it stands in silver, for example {@code BINANCE}
 * @param bronzeSource the bronze table's name, which dead letters name as their source
 * @param version the pipeline's version
 */
public record CycleStamp(long clockMicros, String exchange, String bronzeSource, String version)
    implements Serializable {

  /** The clock value as an instant. */
  public Instant clock() {
    return Instant.EPOCH.plus(clockMicros, ChronoUnit.MICROS);
  }
}
