package com.k2.marketdata.lake.write;

import org.apache.iceberg.StructLike;
import org.apache.parquet.io.api.Binary;

/**
 * A row whose values have the form that Parquet stores: texts, bytes and decimals as {@link
 * Binary}, timestamps as microseconds, dates as days. Reused from row to row: a writer takes its
 * values at once.
 */
final class Row implements StructLike {
  private final Object[] values;

  Row(int columns) {
    this.values = new Object[columns];
  }

  @Override
  public int size() {
    return values.length;
  }

  /** The value as set. */
  Object value(int position) {
    return values[position];
  }

  /** As Iceberg asks when it takes the partition's values from a row. */
  @Override
  public <T> T get(int position, Class<T> type) {
    Object value = values[position];
    return type.cast(
        type == CharSequence.class && value instanceof Binary text
            ? text.toStringUsingUTF8()
            : value);
  }

  @Override
  public <T> void set(int position, T value) {
    values[position] = value;
  }
}
