package com.k2.marketdata.avro.record;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;

/**
 * A field that a writer's schema has and the exchange's raw schema does not have. Its scalar values
 * are read as text: strings and symbols as they are, decimals exactly, numbers and booleans as Java
 * writes them, whatever their logical type. Records, arrays, maps and plain bytes are dropped: a
 * few bytes can declare an array of billions of nulls.
 */
final class UnknownField {
  private UnknownField() {}

  /** True if some values of this type are kept as text. */
  static boolean isKept(Schema schema) {
    return Branches.of(schema).stream().anyMatch(UnknownField::isKeptBranch);
  }

  private static boolean isKeptBranch(Schema branch) {
    return switch (branch.getType()) {
      case STRING, ENUM, BOOLEAN, INT, LONG, FLOAT, DOUBLE -> true;
      case BYTES, FIXED -> DecimalValue.is(branch);
      default -> false;
    };
  }

  /** A reader for one branch of the field, which returns text, or null for what is dropped. */
  static ValueReader reader(Schema branch) {
    return switch (branch.getType()) {
      case STRING -> in -> in.readString();
      case ENUM -> KnownField.symbol(branch);
      case BOOLEAN -> in -> String.valueOf(in.readBoolean());
      case INT -> in -> String.valueOf(in.readInt());
      case LONG -> in -> String.valueOf(in.readLong());
      case FLOAT -> in -> String.valueOf(in.readFloat());
      case DOUBLE -> in -> String.valueOf(in.readDouble());
      case BYTES, FIXED -> DecimalValue.is(branch) ? DecimalValue.text(branch) : dropping(branch);
      default -> dropping(branch);
    };
  }

  private static ValueReader dropping(Schema branch) {
    return in -> {
      GenericDatumReader.skip(branch, in);
      return null;
    };
  }
}
