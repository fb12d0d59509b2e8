package com.k2.marketdata.operate.mend;

import com.k2.marketdata.operate.offsets.Offsets;

/**
 * How the rows of a partition cover its offsets. An offset is accounted for if it has a row, was
 * skipped by an operator, or has no message.
 *
 * @param first the first offset that must be accounted for
 * @param rowsEnd the offset after the highest row; {@code first} if there are no rows
 * @param end up to where the offsets were examined
 * @param skipped the offsets below {@link #next} without a row that an operator has skipped
 * @param open the offsets of {@code [first, end)} that are not accounted for
 */
record Coverage(long first, long rowsEnd, long end, Offsets skipped, Offsets open) {

  /**
   * Examines the offsets from the first one to the highest row, or to {@code reach} if that is
   * higher.
   *
   * @param reach a position that another table has
   */
  static Coverage of(
      int partition, long first, long reach, Offsets rows, Offsets skipped, Absence absence) {
    long rowsEnd = rows.isEmpty() ? first : Math.max(first, rows.end());
    long end = Math.max(rowsEnd, reach);
    Offsets gaps = Offsets.range(first, end).minus(rows);
    Offsets unexplained = gaps.minus(skipped);
    Offsets open =
        unexplained.isEmpty()
            ? unexplained
            : unexplained.minus(absence.among(partition, unexplained));
    return new Coverage(first, rowsEnd, end, gaps.and(skipped).below(nextOf(open, end)), open);
  }

  /** The offsets below the highest row that should have a row, but have none. */
  Offsets missing() {
    return open.below(rowsEnd);
  }

  /** The next offset to process, if none is missing. Offsets after it have no rows. */
  long next() {
    return nextOf(open, end);
  }

  private static long nextOf(Offsets open, long end) {
    return open.isEmpty() ? end : open.first();
  }
}
