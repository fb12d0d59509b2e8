package com.k2.marketdata.kafka;

import java.io.Serializable;

/** The half-open range {@code [from, to)} of one partition's offsets. */
public record OffsetRange(int partition, long from, long to) implements Serializable {
  public OffsetRange {
    if (partition < 0 || from < 0 || to < from) {
      throw new IllegalArgumentException(
          "Invalid offset range: partition " + partition + " [" + from + ", " + to + ")");
    }
  }

  /** The number of its offsets; an upper bound of its records. */
  public long length() {
    return to - from;
  }

  @Override
  public String toString() {
    return partition + ":[" + from + "," + to + ")";
  }
}
