package com.k2.marketdata.sql;

import com.k2.marketdata.text.Counted;
import com.k2.marketdata.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Prints the first rows of a result as aligned columns, cut to the terminal's width. If there are
 * too many columns, it prints a block of lines for each row instead. Control characters in names
 * and values are escaped.
 */
public final class TableRows implements RowSink {
  private static final int MIN_WIDTH = 8;
  private static final String GAP = "  ";

  private final PrintWriter out;
  private final int width;
  private final int limit;
  private final List<List<String>> rows = new ArrayList<>();
  private List<Column> columns = List.of();
  private boolean more;

  /**
   * @param width of the terminal; {@code Integer.MAX_VALUE} if nothing is to be cut
   * @param limit how many rows to print
   */
  public TableRows(PrintWriter out, int width, int limit) {
    this.out = out;
    this.width = width;
    this.limit = limit;
  }

  @Override
  public void begin(List<Column> ofResult) {
    columns =
        ofResult.stream()
            .map(column -> new Column(Printable.line(column.name()), Printable.line(column.type())))
            .toList();
  }

  @Override
  public boolean row(List<Object> values) {
    if (rows.size() == limit) {
      more = true;
      return false;
    }
    rows.add(values.stream().map(TableRows::cell).toList());
    return true;
  }

  @Override
  public void end() {
    List<Integer> widths = fitted();
    if (widths.isEmpty()) {
      blocks();
    } else {
      line(widths, columns.stream().map(Column::name).toList());
      line(widths, columns.stream().map(Column::type).toList());
      line(widths, widths.stream().map("-"::repeat).toList());
      rows.forEach(row -> line(widths, row));
    }
    out.println(
        more
            ? "(first "
                + Counted.of(limit, "row")
                + " only; use --rows for more, or --format=csv for all)"
            : "(" + Counted.of(rows.size(), "row") + ")");
    out.flush();
  }

  /** The width of each column, the widest cut until the line fits; empty if it does not fit. */
  private List<Integer> fitted() {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      int widest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      Column head = columns.get(i);
      widths.add(Math.max(widest, Math.max(head.name().length(), head.type().length())));
    }
    long gaps = (long) GAP.length() * (widths.size() - 1);
    long over = widths.stream().mapToLong(Integer::longValue).sum() + gaps - width;
    for (; over > 0; over--) {
      int widest = Collections.max(widths);
      if (widest <= MIN_WIDTH) {
        return List.of();
      }
      widths.set(widths.indexOf(widest), widest - 1);
    }
    return widths;
  }

  private void line(List<Integer> widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cut(cells.get(i), widths.get(i));
      String padding = " ".repeat(widths.get(i) - cell.length());
      line.append(i == 0 ? "" : GAP)
          .append(isNumber(columns.get(i)) ? padding + cell : cell + padding);
    }
    out.println(line.toString().stripTrailing());
  }

  private void blocks() {
    int names = columns.stream().mapToInt(column -> column.name().length()).max().orElse(0);
    int values = Math.max(MIN_WIDTH, width - names - GAP.length());
    for (int row = 0; row < rows.size(); row++) {
      out.println("-- row " + (row + 1));
      for (int i = 0; i < columns.size(); i++) {
        String name = columns.get(i).name();
        out.println(
            name + " ".repeat(names - name.length()) + GAP + cut(rows.get(row).get(i), values));
      }
    }
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }

  private static boolean isNumber(Column column) {
    return column.type().matches("(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)");
  }

  private static String cell(Object value) {
    return value == null ? "NULL" : Printable.line(SqlValues.text(value));
  }
}
