package com.k2.marketdata.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Durations as options accept them. */
public final class Durations {
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("d", Duration.ofDays(1).toMillis());
    UNITS.put("h", Duration.ofHours(1).toMillis());
    UNITS.put("m", Duration.ofMinutes(1).toMillis());
    UNITS.put("s", Duration.ofSeconds(1).toMillis());
  }

  private Durations() {}

  /** A duration in its largest whole unit, such as {@code 7d}, {@code 36h} or {@code 1500ms}. */
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
      if (millis != 0 && millis % unit.getValue() == 0) {
        return millis / unit.getValue() + unit.getKey();
      }
    }
    return millis + "ms";
  }
}
