package com.k2.marketdata.cycle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Makes the unique ids of cycles, and their clocks. */
public final class CycleIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  private CycleIds() {}

  /** Begins with the time, so that people can sort them; unique by its random end. */
  public static String next() {
    return TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 13);
  }

  /** The cycle's one clock value in microseconds; never before or at that of an earlier cycle. */
  public static long clock(long previous) {
    return Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), previous + 1);
  }
}
