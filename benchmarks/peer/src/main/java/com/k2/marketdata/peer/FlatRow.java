package com.k2.marketdata.peer;

import org.apache.iceberg.StructLike;

/** One row to write, its values in the order of the table's columns; reused for the next row. */
final class FlatRow implements StructLike {
  private final Object[] values;

  FlatRow(int columns) {
    this.values = new Object[columns];
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  @SuppressWarnings("unchecked") // the caller names the class that the column has
  public <T> T get(int column, Class<T> javaClass) {
    return (T) values[column];
  }

  @Override
  public <T> void set(int column, T value) {
    values[column] = value;
  }
}
