package com.k2.marketdata.verify.contents.row;

/**
 * The hashes of the compared columns of one row of silver or of the dead letters. Both hashes cover
 * the row's partition and offset, so that rows whose values were swapped have different digests.
 *
 * @param message of the columns that follow from the message alone
 * @param rules of the columns that follow from the rules or the version too
 */
public record RowDigest(long message, long rules) {
  /** The row's share of a block's sum. */
  public long sum() {
    return message + rules;
  }
}
