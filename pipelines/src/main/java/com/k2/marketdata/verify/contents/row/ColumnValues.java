package com.k2.marketdata.verify.contents.row;

import com.k2.marketdata.lake.table.TableRole;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The values of a table's compared columns, set by name; null until they are set. */
final class ColumnValues {
  private final TableRole table;
  private final Object[] values;

  ColumnValues(TableRole table) {
    this.table = table;
    this.values = new Object[ComparedColumn.of(table).size()];
  }

  /**
   * Sets a value.
   *
   * @throws IllegalArgumentException if the column is not compared
   */
  ColumnValues set(String column, @Nullable Object value) {
    values[ComparedColumn.index(table, column)] = value;
    return this;
  }

  /** The values in the order of {@link ComparedColumn#of}. */
  Object[] inOrder() {
    return values;
  }
}
