package com.k2.marketdata.verify.row;

import java.util.Comparator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.util.SerializableFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Checks that a row belongs to the partition under which the table has its file. */
final class PartitionCheck implements RowCheck {
  private final Column column;
  private final SerializableFunction<Object, Object> transform;
  private final Type type;
  private final Comparator<Object> order;
  private final @Nullable Object partition;

  private PartitionCheck(
      Column column,
      SerializableFunction<Object, Object> transform,
      Type type,
      @Nullable Object partition) {
    this.column = column;
    this.transform = transform;
    this.type = type;
    this.order = Comparator.nullsFirst(Comparators.forType(type.asPrimitiveType()));
    this.partition = partition;
  }

  /**
   * The check of one field of the file's partition.
   *
   * @param index the field's index in the spec
   */
  static PartitionCheck of(DataFile file, PartitionSpec spec, int index, Schema rows) {
    PartitionField field = spec.fields().get(index);
    Column column = Column.of(rows, spec.schema().findColumnName(field.sourceId()));
    @SuppressWarnings("unchecked")
    Transform<Object, Object> transform = (Transform<Object, Object>) field.transform();
    return new PartitionCheck(
        column,
        transform.bind(column.type()),
        transform.getResultType(column.type()),
        file.partition().get(index, Object.class));
  }

  @Override
  public String column() {
    return column.name();
  }

  @Override
  public @Nullable Mismatch mismatch(StructLike row) {
    Object value = column.value(row);
    return order.compare(transform.apply(value), partition) == 0
        ? null
        : new Mismatch(
            Column.text(column.type(), value),
            "in the file's partition " + Column.text(type, partition));
  }
}
