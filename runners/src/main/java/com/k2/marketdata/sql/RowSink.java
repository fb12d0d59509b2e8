package com.k2.marketdata.sql;

import java.util.List;

/** Takes a result, row by row. */
public interface RowSink {

  /** A result's column: its name, and its type as DuckDB writes it. */
  record Column(String name, String type) {}

  /** Called once, before the rows. */
  void begin(List<Column> columns);

  /**
   * Takes a row. Values are null, Boolean, Number, String, List or Map (of such values); decimals
   * are BigDecimal, points in time ISO-8601 in UTC, binaries {@code 0x} and hexadecimal digits.
   *
   * @return whether it wants more
   */
  boolean row(List<Object> values);

  /** Called once, after the last row. */
  void end();
}
