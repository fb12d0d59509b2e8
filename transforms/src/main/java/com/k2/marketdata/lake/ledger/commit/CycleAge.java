package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.TableMismatchException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How old a cycle may be when it is committed. The files of an older one may have been removed as
 * orphans, since no snapshot refers to them yet. Measured on the wall clock: a cycle's own clock
 * never goes back, even if the wall clock does.
 *
 * @param planned when the cycle was planned
 * @param max the maximum age that its driver allows
 * @param clock the wall clock
 */
public record CycleAge(Instant planned, Duration max, Clock clock) implements Serializable {
  /** The table property with the highest maximum age that a writer of the table allows. */
  public static final String PROPERTY = "k2.max-cycle-age-ms";

  private static final Logger LOG = LoggerFactory.getLogger(CycleAge.class);

  /** No pipeline accepts a longer --maxCycleAge. */
  private static final Duration LONGEST = Duration.ofHours(12);

  public CycleAge(Instant planned, Duration max) {
    this(planned, max, Clock.systemUTC());
  }

  /** The age of a cycle that is planned now. */
  public static CycleAge startingNow(Duration max) {
    return new CycleAge(Instant.now(), max);
  }

  /** The maximum age that the table's writers allow; 12 hours if none has recorded one. */
  public static Duration maxOf(Table table) {
    return recorded(table).orElse(LONGEST);
  }

  /**
   * Records a writer's maximum age in the table, unless the table has the same or a higher one. If
   * the catalog does not confirm the change, the table is read again.
   */
  public static void record(Table table, Duration max) {
    if (allows(table, max)) {
      return;
    }
    try {
      table.updateProperties().set(PROPERTY, Long.toString(max.toMillis())).commit();
    } catch (RuntimeException e) {
      RetryingMetadata.refresh(table);
      if (!allows(table, max)) {
        throw e;
      }
    }
    LOG.info("Recorded in {} that cycles are committed within {}", table.name(), max);
  }

  private static boolean allows(Table table, Duration max) {
    return recorded(table).filter(allowed -> allowed.toMillis() >= max.toMillis()).isPresent();
  }

  /**
   * Requires that a commit is not too old for a table.
   *
   * @param what names the commit at the start of a message, such as "Cycle c1"
   * @throws SystemFaultException if it is older than its driver or the table allows, or the clock
   *     has been set back by more than that
   */
  void require(Table table, String what) {
    Instant now = clock.instant();
    Duration allowed =
        recorded(table).filter(ofTable -> ofTable.toMillis() < max.toMillis()).orElse(max);
    if (Duration.between(planned, now).abs().compareTo(allowed) > 0) {
      throw new SystemFaultException(
          what
              + " was planned at "
              + planned
              + ". It was not committed to "
              + table.name()
              + " at "
              + now
              + ", because it was older than the maximum age of "
              + allowed
              + " (--maxCycleAge), so its files may have been removed. It has to be planned again.");
    }
  }

  private static Optional<Duration> recorded(Table table) {
    String millis = table.properties().get(PROPERTY);
    try {
      return Optional.ofNullable(millis).map(Long::parseLong).map(Duration::ofMillis);
    } catch (NumberFormatException e) {
      throw new TableMismatchException(
          "The property "
              + PROPERTY
              + " of table "
              + table.name()
              + " is \""
              + millis
              + "\", not a number of milliseconds. Remove it; the next start sets it again.");
    }
  }
}
