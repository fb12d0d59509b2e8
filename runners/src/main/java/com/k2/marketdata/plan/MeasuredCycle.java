package com.k2.marketdata.plan;

import java.time.Duration;

/**
 * What a cycle of one exchange was measured to take.
 *
 * @param fixed the time that does not depend on the number of records: planning and commits
 * @param recordsPerSecond what all executors of the job process
 */
public record MeasuredCycle(Duration fixed, int recordsPerSecond) {

  /** The time of a number of cycles that read these records together. */
  public Duration of(long records, long cycles) {
    return fixed.multipliedBy(cycles).plusMillis(records * 1000 / recordsPerSecond);
  }
}
