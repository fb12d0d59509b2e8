package com.k2.marketdata.lake.write.row;

import org.apache.iceberg.StructLike;
import org.apache.parquet.io.api.Binary;

/**
 * A row whose values have the form that {@link RowWriter} takes: texts, bytes and decimals as
 * {@link Binary}, maps of texts as maps of strings, timestamps as microseconds, dates as days. One
 * instance is reused for all rows of a writer, which does not keep the values.
 */
public final class Row implements StructLike {
  private final Object[] values;

  /** Creates a row of nulls. */
  public Row(int columns) {
    this.values = new Object[columns];
  }

  @Override
  public int size() {
    return values.length;
  }

  /** Returns the value as it was set. */
  public Object value(int position) {
    return values[position];
  }

  /** Used by Iceberg to read the partition values of a row. */
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
