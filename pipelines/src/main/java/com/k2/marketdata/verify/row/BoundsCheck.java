package com.k2.marketdata.verify.row;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Checks that the bounds and the null count in a file's manifest entry allow a column's value: a
 * query that skips files by these bounds would otherwise miss the row. Bounds of text and bytes may
 * be truncated, and allow more than the file has.
 */
final class BoundsCheck implements RowCheck {
  private final Column column;
  private final Comparator<Object> order;
  private final @Nullable Object lower;
  private final @Nullable Object upper;
  private final boolean allowsNull;
  private final boolean allowsValues;

  private BoundsCheck(
      Column column,
      @Nullable Object lower,
      @Nullable Object upper,
      boolean allowsNull,
      boolean allowsValues) {
    this.column = column;
    this.order = Comparators.forType(column.type().asPrimitiveType());
    this.lower = lower;
    this.upper = upper;
    this.allowsNull = allowsNull;
    this.allowsValues = allowsValues;
  }

  /** The check of a column; null if the manifest entry says nothing about the column. */
  static @Nullable BoundsCheck of(DataFile file, Column column) {
    if (!column.type().isPrimitiveType()) {
      return null;
    }
    Object lower = bound(file.lowerBounds(), column);
    Object upper = bound(file.upperBounds(), column);
    Map<Integer, Long> counts = file.nullValueCounts();
    Long nulls = counts == null ? null : counts.get(column.field().fieldId());
    boolean allowsNull = nulls == null || nulls > 0;
    boolean allowsValues = nulls == null || nulls < file.recordCount();
    return lower == null && upper == null && allowsNull && allowsValues
        ? null
        : new BoundsCheck(column, lower, upper, allowsNull, allowsValues);
  }

  @Override
  public String column() {
    return column.name();
  }

  @Override
  public @Nullable Mismatch mismatch(StructLike row) {
    Object value = column.value(row);
    if (value == null) {
      return allowsNull ? null : wrong(null, "not null, by the null count in the manifest");
    }
    if (lower != null && order.compare(value, lower) < 0) {
      return wrong(value, "at least " + text(lower) + ", the lower bound in the manifest");
    }
    if (upper != null && order.compare(value, upper) > 0) {
      return wrong(value, "at most " + text(upper) + ", the upper bound in the manifest");
    }
    return allowsValues ? null : wrong(value, "null, by the null count in the manifest");
  }

  private Mismatch wrong(@Nullable Object value, String expected) {
    return new Mismatch(text(value), expected);
  }

  private String text(@Nullable Object value) {
    return Column.text(column.type(), value);
  }

  private static @Nullable Object bound(@Nullable Map<Integer, ByteBuffer> bounds, Column column) {
    ByteBuffer value = bounds == null ? null : bounds.get(column.field().fieldId());
    Type type = column.type();
    return value == null ? null : Conversions.fromByteBuffer(type, value);
  }
}
