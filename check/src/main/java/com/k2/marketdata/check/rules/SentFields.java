package com.k2.marketdata.check.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;

/**
 * The fields of a message, decoded by Avro's generic reader in the schema that it was written with.
 */
final class SentFields {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final GenericRecord record;

  SentFields(GenericRecord record) {
    this.record = record;
  }

  /** A text, an enum's symbol or a decimal, as text; null if the field is missing or null. */
  String text(String field) throws Rejected {
    Object value = value(field);
    if (value == null) {
      return null;
    }
    String text = text(branch(field, value), value);
    if (text == null || value instanceof Number || value instanceof Boolean) {
      throw undecodable();
    }
    return text;
  }

  /** A whole number; null if the field is missing or null. */
  Long wholeNumber(String field) throws Rejected {
    Object value = value(field);
    if (value == null) {
      return null;
    }
    if (branch(field, value).getLogicalType() != null
        || !(value instanceof Long || value instanceof Integer)) {
      throw undecodable();
    }
    return ((Number) value).longValue();
  }

  /** A number of any kind as sent; null if the field is missing or null. */
  Object number(String field) {
    return value(field);
  }

  /** A truth value; null if the field is missing or null. */
  Boolean truth(String field) throws Rejected {
    Object value = value(field);
    if (value != null && !(value instanceof Boolean)) {
      throw undecodable();
    }
    return (Boolean) value;
  }

  /**
   * A time in microseconds, by its logical type or else by its number of digits: 13 are
   * milliseconds, 16 are microseconds. Null if the field is missing, null, or not a time.
   */
  Long micros(String field) throws Rejected {
    Object value = value(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Long || value instanceof Integer)) {
      throw undecodable();
    }
    long number = ((Number) value).longValue();
    LogicalType type = branch(field, value).getLogicalType();
    if (type == null) {
      return switch (String.valueOf(number).length()) {
        case 13 -> number > 0 ? number * MICROS_PER_MILLI : null;
        case 16 -> number > 0 ? number : null;
        default -> null;
      };
    }
    return switch (type.getName()) {
      case "timestamp-millis" -> micros(number * MICROS_PER_MILLI);
      case "timestamp-micros" -> micros(number);
      case "timestamp-nanos" -> micros(Math.floorDiv(number, NANOS_PER_MICRO));
      default -> throw undecodable();
    };
  }

  /** The fields with other names than these, as text; without empty ones and without structures. */
  Map<String, String> without(Set<String> names) throws Rejected {
    Map<String, String> others = new HashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value != null && !names.contains(field.name())) {
        String text = text(branch(field.name(), value), value);
        if (text != null && !text.isEmpty()) {
          others.put(field.name(), text);
        }
      }
    }
    return others;
  }

  private Object value(String field) {
    return record.hasField(field) ? record.get(field) : null;
  }

  /** The schema of a value, which is one of its field's if that is a union. */
  private Schema branch(String field, Object value) {
    Schema schema = record.getSchema().getField(field).schema();
    return schema.isUnion()
        ? schema.getTypes().get(GenericData.get().resolveUnion(schema, value))
        : schema;
  }

  /** Null for values that have no text. */
  private static String text(Schema schema, Object value) {
    if (value instanceof ByteBuffer bytes) {
      byte[] unscaled = new byte[bytes.remaining()];
      bytes.duplicate().get(unscaled);
      return unscaled.length == 0 ? null : decimal(schema, new BigInteger(unscaled));
    }
    if (value instanceof GenericFixed fixed) {
      return decimal(schema, new BigInteger(fixed.bytes()));
    }
    return switch (schema.getType()) {
      case STRING, ENUM, BOOLEAN, INT, LONG, FLOAT, DOUBLE -> value.toString();
      default -> null;
    };
  }

  private static String decimal(Schema schema, BigInteger unscaled) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? new BigDecimal(unscaled, decimal.getScale()).toPlainString()
        : null;
  }

  /** A time with a unit is within the same range as one whose digits give the unit. */
  private static Long micros(long micros) {
    return String.valueOf(micros).length() == 16 && micros > 0 ? micros : null;
  }

  private static Rejected undecodable() {
    return new Rejected("payload_undecodable");
  }
}
