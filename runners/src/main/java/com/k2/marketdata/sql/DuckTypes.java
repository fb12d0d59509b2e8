package com.k2.marketdata.sql;

import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Maps Iceberg's types to DuckDB's. */
final class DuckTypes {
  private DuckTypes() {}

  /** DuckDB's name of a type; empty for structs and new types, whose tables are copied instead. */
  static Optional<String> of(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> Optional.of("BOOLEAN");
      case INTEGER -> Optional.of("INTEGER");
      case LONG -> Optional.of("BIGINT");
      case FLOAT -> Optional.of("FLOAT");
      case DOUBLE -> Optional.of("DOUBLE");
      case DATE -> Optional.of("DATE");
      case TIME -> Optional.of("TIME");
      case TIMESTAMP ->
          Optional.of(
              ((Types.TimestampType) type).shouldAdjustToUTC()
                  ? "TIMESTAMP WITH TIME ZONE"
                  : "TIMESTAMP");
      case STRING -> Optional.of("VARCHAR");
      case UUID -> Optional.of("UUID");
      case FIXED, BINARY -> Optional.of("BLOB");
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield Optional.of("DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")");
      }
      case LIST -> of(type.asListType().elementType()).map(element -> element + "[]");
      case MAP ->
          of(type.asMapType().keyType())
              .flatMap(
                  key ->
                      of(type.asMapType().valueType())
                          .map(value -> "MAP(" + key + "," + value + ")"));
      default -> Optional.empty();
    };
  }
}
