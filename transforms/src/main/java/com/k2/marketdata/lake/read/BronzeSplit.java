package com.k2.marketdata.lake.read;

import java.io.Serializable;

/**
 * A part of a bronze data file that a reader takes, and its number in the cycle's plan.
 *
 * @param start the part's first byte; it holds the row groups that begin in it
 * @param length the part's bytes
 */
public record BronzeSplit(int number, String location, long start, long length)
    implements Serializable {

  /** What a cycle reads that passes over offsets without messages: nothing, but with a receipt. */
  public static BronzeSplit nothing(int number) {
    return new BronzeSplit(number, "", 0, 0);
  }

  boolean isNothing() {
    return length == 0;
  }
}
