package com.k2.marketdata.lake.maintain.compact;

import org.apache.iceberg.PartitionField;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.UnboundTerm;
import org.apache.iceberg.transforms.Transform;

/** Selects the files of one partition value. */
final class PartitionFilter {
  private PartitionFilter() {}

  /**
   * A filter for scans of the table.
   *
   * @param partition a partition value of the table's current spec
   */
  static Expression of(Table table, StructLike partition) {
    Expression filter = Expressions.alwaysTrue();
    for (int i = 0; i < table.spec().fields().size(); i++) {
      PartitionField field = table.spec().fields().get(i);
      filter = Expressions.and(filter, field(table, field, partition.get(i, Object.class)));
    }
    return filter;
  }

  @SuppressWarnings("unchecked") // the value is the transform's result
  private static Expression field(Table table, PartitionField field, Object value) {
    String column = table.schema().findColumnName(field.sourceId());
    UnboundTerm<Object> term =
        field.transform().isIdentity()
            ? Expressions.ref(column)
            : Expressions.transform(column, (Transform<?, Object>) field.transform());
    return value == null ? Expressions.isNull(term) : Expressions.equal(term, value);
  }
}
