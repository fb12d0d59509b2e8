package com.k2.marketdata.cycle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Generates the ids and clock values of cycles. */
public final class CycleIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private CycleIds() {}

  /** A unique id that begins with the time, so that ids sort by time. */
  public static String next() {
    return TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /** A cycle's clock value in microseconds since the epoch, greater than the previous one. */
  public static long clock(long previous) {
    return Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), previous + 1);
  }
}
