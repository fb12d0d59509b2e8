package com.k2.marketdata.verify.row;

import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Comparators;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Checks that a column has the one value that follows from other columns or from the table. */
final class ValueCheck implements RowCheck {
  private static final long MICROS_OF_DAY = TimeUnit.DAYS.toMicros(1);

  private final Column column;
  private final Function<StructLike, @Nullable Object> expected;
  private final String source;
  private final Comparator<Object> order;

  /**
   * @param expected the value for a row; null if every value is right
   * @param source where the value comes from, for messages
   */
  ValueCheck(Column column, Function<StructLike, @Nullable Object> expected, String source) {
    this.column = column;
    this.expected = expected;
    this.source = source;
    this.order = Comparator.nullsFirst(Comparators.forType(column.type().asPrimitiveType()));
  }

  /** Checks that a date is the day of a timestamp. */
  static ValueCheck dayOf(Schema rows, String date, String timestamp) {
    Column time = Column.of(rows, timestamp);
    return new ValueCheck(
        Column.of(rows, date),
        row -> {
          Long micros = time.value(row, Long.class);
          return micros == null ? null : (int) Math.floorDiv(micros, MICROS_OF_DAY);
        },
        "the day of " + timestamp);
  }

  @Override
  public String column() {
    return column.name();
  }

  @Override
  public @Nullable Mismatch mismatch(StructLike row) {
    Object right = expected.apply(row);
    Object value = column.value(row);
    return right == null || order.compare(value, right) == 0
        ? null
        : new Mismatch(
            Column.text(column.type(), value), Column.text(column.type(), right) + ", " + source);
  }
}
