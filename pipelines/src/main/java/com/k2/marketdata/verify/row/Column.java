package com.k2.marketdata.verify.row;

import org.apache.commons.lang3.StringUtils;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A column and its place in rows of a schema. */
record Column(Types.NestedField field, int position) {
  private static final int MAX_TEXT = 200;

  /**
   * @throws IllegalArgumentException if the schema does not have the column
   */
  static Column of(Schema rows, String name) {
    Types.NestedField field = rows.findField(name);
    if (field == null) {
      throw new IllegalArgumentException("Rows without column " + name + " cannot be checked.");
    }
    return new Column(field, rows.columns().indexOf(field));
  }

  String name() {
    return field.name();
  }

  Type type() {
    return field.type();
  }

  <T> @Nullable T value(StructLike row, Class<T> type) {
    return row.get(position, type);
  }

  @Nullable Object value(StructLike row) {
    return row.get(position, Object.class);
  }

  /** A value of a type as text, cut off if it is long. */
  static String text(Type type, @Nullable Object value) {
    return StringUtils.abbreviate(Transforms.identity().toHumanString(type, value), MAX_TEXT);
  }
}
