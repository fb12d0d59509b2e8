package com.k2.marketdata.verify.row;

import org.apache.iceberg.StructLike;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A check of one column. It is called for every row, so it allocates only for a wrong row. */
interface RowCheck {
  /** The name of the column. */
  String column();

  /** What is wrong with the row's value; null if the value is right. */
  @Nullable Mismatch mismatch(StructLike row);

  /**
   * A wrong value.
   *
   * @param expected what the value should be, as the end of a sentence
   */
  record Mismatch(String found, String expected) {}
}
