package com.k2.marketdata.peer.row;

import org.apache.iceberg.StructLike;

/** A row to write, with values in column order. It is reused for the next row. */
public final class FlatRow implements StructLike {
  private final Object[] values;

  FlatRow(int columns) {
    this.values = new Object[columns];
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  @SuppressWarnings("unchecked") // the caller passes the class of the column
  public <T> T get(int column, Class<T> javaClass) {
    return (T) values[column];
  }

  @Override
  public <T> void set(int column, T value) {
    values[column] = value;
  }
}
