package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How old a cycle may be when it is committed. The files of an older one may have been removed as
 * orphans, since no snapshot refers to them yet. Measured on the wall clock: a cycle's own clock
 * never goes back.
 *
 * @param planned when the cycle was planned
 * @param max the greatest age that its driver allows
 */
public record CycleAge(Instant planned, Duration max) implements Serializable {
  /** The table property with the greatest age that any writer of the table allows. */
  public static final String PROPERTY = "k2.max-cycle-age-ms";

  private static final Logger LOG = LoggerFactory.getLogger(CycleAge.class);

  /** The age of a cycle that is planned now. */
  public static CycleAge startingNow(Duration max) {
    return new CycleAge(Instant.now(), max);
  }

  /** Records a writer's greatest age in the table, unless it has the same or a greater one. */
  public static void record(Table table, Duration max) {
    String recorded = table.properties().get(PROPERTY);
    if (recorded == null || Long.parseLong(recorded) < max.toMillis()) {
      table.updateProperties().set(PROPERTY, Long.toString(max.toMillis())).commit();
      LOG.info("Recorded in {} that cycles are committed within {}", table.name(), max);
    }
  }

  /**
   * Requires that the cycle is not too old to be committed to a table.
   *
   * @throws SystemFaultException if it is older than its driver or the table allows, or the clock
   *     has been set back by more than that
   */
  void require(Table table, String cycle, Instant now) {
    String recorded = table.properties().get(PROPERTY);
    Duration allowed = max;
    if (recorded != null && Long.parseLong(recorded) < max.toMillis()) {
      allowed = Duration.ofMillis(Long.parseLong(recorded));
    }
    if (Duration.between(planned, now).abs().compareTo(allowed) > 0) {
      throw new SystemFaultException(
          "Cycle "
              + cycle
              + " was planned at "
              + planned
              + " and is to be committed to "
              + table.name()
              + " at "
              + now
              + ", which is further apart than its greatest age of "
              + allowed
              + " (--maxCycleAge): its files may have been removed meanwhile. Nothing was committed"
              + " to the table; the offsets are planned again.");
    }
  }
}
