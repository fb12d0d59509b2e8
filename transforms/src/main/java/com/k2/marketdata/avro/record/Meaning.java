package com.k2.marketdata.avro.record;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Compares what values of two schemas mean. Avro's schema resolution is not enough: it ignores
 * logical types, reads bytes as text, and widens numbers to floating-point numbers that cannot
 * represent them exactly.
 */
final class Meaning {
  static final String LOGICAL_TYPE = "logicalType";

  /** The records that are being compared, writer to reader; a record may contain itself. */
  private final Map<Schema, Schema> open = new IdentityHashMap<>();

  private Meaning() {}

  /**
   * True if every value of the writer's schema, as Avro's resolution reads it in the reader's, has
   * the meaning that the reader's schema gives it.
   */
  static boolean isSame(Schema writer, Schema reader) {
    return new Meaning().same(writer, reader);
  }

  /** True also for a logical type that Avro does not have, or ignores as invalid. */
  static boolean hasLogicalType(Schema schema) {
    return schema.getObjectProp(LOGICAL_TYPE) != null;
  }

  private boolean same(Schema writer, Schema reader) {
    if (writer.isUnion()) {
      return writer.getTypes().stream().allMatch(branch -> same(branch, reader));
    }
    if (reader.isUnion()) {
      return reader.getTypes().stream().anyMatch(branch -> same(writer, branch));
    }
    return sameLogicalType(writer, reader) && sameType(writer, reader);
  }

  /** Text remains text: a logical type of a string, such as uuid, only restricts its form. */
  private static boolean sameLogicalType(Schema writer, Schema reader) {
    boolean text = writer.getType() == Schema.Type.STRING && !hasLogicalType(reader);
    return text
        || (Objects.equals(writer.getObjectProp(LOGICAL_TYPE), reader.getObjectProp(LOGICAL_TYPE))
            && scale(writer) == scale(reader));
  }

  private static int scale(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? decimal.getScale()
        : -1;
  }

  private boolean sameType(Schema writer, Schema reader) {
    Schema.Type type = writer.getType();
    return switch (reader.getType()) {
      case LONG -> type == Schema.Type.LONG || type == Schema.Type.INT;
      case DOUBLE ->
          type == Schema.Type.DOUBLE || type == Schema.Type.FLOAT || type == Schema.Type.INT;
      case ENUM ->
          sameName(writer, reader) && reader.getEnumSymbols().containsAll(writer.getEnumSymbols());
      case FIXED -> sameName(writer, reader) && writer.getFixedSize() == reader.getFixedSize();
      case ARRAY ->
          type == Schema.Type.ARRAY && same(writer.getElementType(), reader.getElementType());
      case MAP -> type == Schema.Type.MAP && same(writer.getValueType(), reader.getValueType());
      case RECORD -> sameName(writer, reader) && sameFields(writer, reader);
      default -> type == reader.getType();
    };
  }

  private static boolean sameName(Schema writer, Schema reader) {
    return writer.getType() == reader.getType()
        && writer.getFullName().equals(reader.getFullName());
  }

  private boolean sameFields(Schema writer, Schema reader) {
    if (open.put(writer, reader) == reader) {
      return true;
    }
    for (Schema.Field field : reader.getFields()) {
      Schema.Field written = writer.getField(field.name());
      if (written == null ? !field.hasDefaultValue() : !same(written.schema(), field.schema())) {
        return false;
      }
    }
    return true;
  }
}
