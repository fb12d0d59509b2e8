package com.k2.marketdata.avro.record;

import com.k2.marketdata.trade.Excerpt;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The branches of a field's type. A type that is not a union has one branch, itself. */
final class Branches {
  private Branches() {}

  static List<Schema> of(Schema schema) {
    return schema.isUnion() ? schema.getTypes() : List.of(schema);
  }

  /** The type for a message: {@code string}, {@code bytes (decimal(18,4))}, {@code enum}. */
  static String describe(Schema schema) {
    return of(schema).stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .map(Branches::describeBranch)
        .collect(Collectors.joining(" or "));
  }

  private static String describeBranch(Schema branch) {
    String type = branch.getType().getName();
    if (branch.getType() == Schema.Type.FIXED) {
      type += "(" + branch.getFixedSize() + ")";
    }
    if (branch.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return type + " (decimal(" + decimal.getPrecision() + "," + decimal.getScale() + "))";
    }
    if (branch.getLogicalType() != null) {
      return type + " (" + branch.getLogicalType().getName() + ")";
    }
    String unknown = branch.getProp(Meaning.LOGICAL_TYPE);
    return unknown == null ? type : type + " (" + Excerpt.of(unknown) + ")";
  }
}
