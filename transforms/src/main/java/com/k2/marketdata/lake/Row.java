package com.k2.marketdata.lake;

import org.apache.iceberg.StructLike;

/**
 * A row in Iceberg's internal representation (timestamps as microseconds, dates as days, binaries
 * as ByteBuffers), reused from row to row: a Parquet writer takes its values at once.
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

  @Override
  public <T> T get(int position, Class<T> type) {
    return type.cast(values[position]);
  }

  @Override
  public <T> void set(int position, T value) {
    values[position] = value;
  }
}
