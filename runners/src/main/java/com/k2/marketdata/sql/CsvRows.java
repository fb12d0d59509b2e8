package com.k2.marketdata.sql;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A result as CSV with a header, quoted by RFC 4180; its lines end as a shell expects. An absent
 * value is empty, an empty text is quoted.
 */
public final class CsvRows implements RowSink {
  private final PrintWriter out;

  public CsvRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    line(columns.stream().map(Column::name).collect(Collectors.toList()));
  }

  @Override
  public boolean row(List<Object> values) {
    line(values);
    return !out.checkError();
  }

  @Override
  public void end() {
    out.flush();
  }

  private void line(List<?> values) {
    out.print(values.stream().map(CsvRows::field).collect(Collectors.joining(",")));
    out.print("\n");
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text = SqlValues.text(value);
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
