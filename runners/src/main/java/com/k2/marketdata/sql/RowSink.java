package com.k2.marketdata.sql;

import java.util.List;

/** Receives a result row by row. */
public interface RowSink {

  /** A result's column, with DuckDB's name of its type. */
  record Column(String name, String type) {}

  /** Called once, before the rows. */
  void begin(List<Column> columns);

  /**
   * Receives a row. Values are null, Boolean, Number, String, List or Map (of such values).
   * Decimals are BigDecimal; timestamps are ISO-8601 in UTC; binary values are {@code 0x} and
   * hexadecimal digits.
   *
   * @return whether to continue with the next row
   */
  boolean row(List<Object> values);

  /** Called once, after the last row. */
  void end();
}
