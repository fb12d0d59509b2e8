package com.k2.marketdata.lake.read;

import java.io.Serializable;

/**
 * A part of a bronze data file, and its number in the cycle's plan.
 *
 * @param start the part's first byte; a part holds the row groups that start in it
 * @param length in bytes
 */
public record BronzeSplit(int number, String location, long start, long length)
    implements Serializable {

  /** No rows, but with a receipt: for a cycle whose offsets have no messages. */
  public static BronzeSplit empty(int number) {
    return new BronzeSplit(number, "", 0, 0);
  }

  boolean isEmpty() {
    return length == 0;
  }
}
