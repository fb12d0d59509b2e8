package com.k2.marketdata.verify.judge;

import java.io.Serializable;

/**
 * How a table's rows of a partition stand.
 *
 * @param duplicates offsets that have more than one row
 * @param missing offsets that should have a row
 * @param kafkaHoles offsets without a row at which Kafka has no message either
 * @param unverifiable offsets without a row of which nothing tells why
 * @param misplaced offsets whose row should not be there
 */
public record Counts(
    long rows, long duplicates, long missing, long kafkaHoles, long unverifiable, long misplaced)
    implements Serializable {
  /** Nothing at all. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

  /** The sum of both. */
  public Counts plus(Counts other) {
    return new Counts(
        rows + other.rows,
        duplicates + other.duplicates,
        missing + other.missing,
        kafkaHoles + other.kafkaHoles,
        unverifiable + other.unverifiable,
        misplaced + other.misplaced);
  }

  /** Whether anything is wrong for certain. */
  public boolean hasErrors() {
    return duplicates + missing + misplaced > 0;
  }
}
