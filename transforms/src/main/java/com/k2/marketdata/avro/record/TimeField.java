package com.k2.marketdata.avro.record;

import java.util.Arrays;
import java.util.Locale;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The unit of a long field that holds a time, given by the property {@code k2.time} of the field in
 * the raw schema, or by the logical type {@code timestamp-micros} there. A writer may declare
 * another unit by a logical type ({@code timestamp-millis}, {@code timestamp-micros}, {@code
 * timestamp-nanos}); its values are then converted. Nanoseconds are truncated to microseconds.
 */
enum TimeField {
  /** Microseconds. */
  MICROS {
    @Override
    long convert(long time, LogicalType type) throws ValueException {
      return type instanceof LogicalTypes.TimestampMillis
          ? microsOfMillis(time)
          : micros(time, type);
    }
  },

  /**
   * Milliseconds if the number has 13 digits, microseconds if it has 16. A converted time whose
   * number of digits would indicate the other unit is rejected.
   */
  MILLIS_OR_MICROS {
    @Override
    long convert(long time, LogicalType type) throws ValueException {
      if (type instanceof LogicalTypes.TimestampMillis) {
        return outside(time, SIXTEEN_DIGITS, type);
      }
      return outside(micros(time, type), THIRTEEN_DIGITS, type);
    }
  };

  /** The property of a field in the raw schema. Its values are the constants in lower case. */
  static final String PROPERTY = "k2.time";

  private static final long THIRTEEN_DIGITS = 1_000_000_000_000L;
  private static final long SIXTEEN_DIGITS = 1_000_000_000_000_000L;

  /** The time in this field's unit. */
  abstract long convert(long time, LogicalType type) throws ValueException;

  /** The unit of a field of the raw schema; null if it does not hold a time. */
  static @Nullable TimeField of(Schema.Field field) {
    String unit = field.getProp(PROPERTY);
    if (unit == null) {
      return Branches.of(field.schema()).stream().anyMatch(TimeField::isMicros) ? MICROS : null;
    }
    for (TimeField time : values()) {
      if (time.label().equals(unit)) {
        return time;
      }
    }
    throw new IllegalArgumentException(
        "The field "
            + field.name()
            + " has the property "
            + PROPERTY
            + " with the value '"
            + unit
            + "'; give one of "
            + Arrays.stream(values()).map(TimeField::label).toList()
            + ".");
  }

  private static boolean isMicros(Schema branch) {
    return branch.getLogicalType() instanceof LogicalTypes.TimestampMicros;
  }

  /** True if this is the type of a number that has the field's unit without a conversion. */
  boolean isSame(Schema branch) {
    return branch.getType() == Schema.Type.LONG
        && (!Meaning.hasLogicalType(branch) || this == MICROS && isMicros(branch));
  }

  /** A reader for a writer's type; null if it is not a time that this field can hold. */
  @Nullable ValueReader reader(Schema branch) {
    LogicalType type = branch.getLogicalType();
    return type instanceof LogicalTypes.TimestampMillis
            || type instanceof LogicalTypes.TimestampMicros
            || type instanceof LogicalTypes.TimestampNanos
        ? in -> convert(in.readLong(), type)
        : null;
  }

  /** The value of the property, for example {@code millis-or-micros}. */
  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The unit for a message, for example {@code millis or micros}. */
  String unit() {
    return label().replace('-', ' ');
  }

  private static long micros(long time, LogicalType type) {
    return type instanceof LogicalTypes.TimestampNanos ? Math.floorDiv(time, 1000) : time;
  }

  private static long microsOfMillis(long millis) throws ValueException {
    if (millis > Long.MAX_VALUE / 1000 || millis < Long.MIN_VALUE / 1000) {
      throw new ValueException(millis + " (timestamp-millis), which is out of range");
    }
    return millis * 1000;
  }

  private static long outside(long time, long smallest, LogicalType type) throws ValueException {
    if (time >= smallest && time < 10 * smallest) {
      throw new ValueException(time + " (" + type.getName() + "), which is out of range");
    }
    return time;
  }
}
