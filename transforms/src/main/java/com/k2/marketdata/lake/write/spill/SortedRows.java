package com.k2.marketdata.lake.write.spill;

/** Encoded rows sorted by partition value, in segments of one partition value each. */
interface SortedRows {
  /** Whether another segment follows. */
  boolean hasNext();

  /** The partition value of the next segment. */
  int partition();

  /** Reads the rows of the next segment, in the order in which they were added. */
  void next(ByteBuilder rows);
}
