package com.k2.marketdata.verify.judge;

import java.io.Serializable;

/**
 * The counts of a table's rows of one partition.
 *
 * @param duplicates offsets that have more than one row
 * @param missing offsets that have no row and should have one
 * @param kafkaHoles offsets without a row where Kafka has no message either
 * @param unverifiable offsets without a row that Kafka can no longer explain
 * @param misplaced offsets whose row should not be in this table
 */
public record Counts(
    long rows, long duplicates, long missing, long kafkaHoles, long unverifiable, long misplaced)
    implements Serializable {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

  /** The sum of these counts and others. */
  public Counts plus(Counts other) {
    return new Counts(
        rows + other.rows,
        duplicates + other.duplicates,
        missing + other.missing,
        kafkaHoles + other.kafkaHoles,
        unverifiable + other.unverifiable,
        misplaced + other.misplaced);
  }

  /** Whether there are errors; unverifiable offsets are not counted as errors. */
  public boolean hasErrors() {
    return duplicates + missing + misplaced > 0;
  }
}
