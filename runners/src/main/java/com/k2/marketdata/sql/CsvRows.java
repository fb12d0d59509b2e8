package com.k2.marketdata.sql;

import com.k2.marketdata.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Prints a result as CSV with a header, quoted as in RFC 4180, with lines that end in a line feed.
 * NULL is an empty field; an empty string is quoted.
 */
public final class CsvRows implements RowSink {
  private final PrintWriter out;
  private final UnaryOperator<String> shown;

  /** Values as they are, for files and programs. */
  public CsvRows(PrintWriter out) {
    this(out, UnaryOperator.identity());
  }

  private CsvRows(PrintWriter out, UnaryOperator<String> shown) {
    this.out = out;
    this.shown = shown;
  }

  /** Values with their control characters and line breaks escaped. */
  public static CsvRows onTerminal(PrintWriter out) {
    return new CsvRows(out, Printable::line);
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
    out.print(values.stream().map(this::field).collect(Collectors.joining(",")));
    out.print("\n");
  }

  private String field(Object value) {
    if (value == null) {
      return "";
    }
    String text = shown.apply(SqlValues.text(value));
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
