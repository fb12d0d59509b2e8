package com.k2.marketdata.cli.text;

import com.k2.marketdata.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rows of text in aligned columns. Columns that contain only numbers are right-aligned. Control
 * characters are escaped.
 */
public final class TextTable {
  private static final String GAP = "  ";
  private static final Pattern NUMBER = Pattern.compile("[-\\d.,]+");

  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;
  private final boolean[] numeric;

  /** A table without rows. */
  public TextTable(String... header) {
    widths = new int[header.length];
    numeric = new boolean[header.length];
    add(List.of(header));
  }

  /** Adds a row with a value for each column. */
  public TextTable row(Object... values) {
    List<String> row = Arrays.stream(values).map(String::valueOf).map(Printable::line).toList();
    for (int column = 0; column < numeric.length; column++) {
      boolean first = rows.size() == 1;
      numeric[column] = (first || numeric[column]) && NUMBER.matcher(row.get(column)).matches();
    }
    add(row);
    return this;
  }

  private void add(List<String> row) {
    rows.add(row);
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], row.get(column).length());
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  private void append(StringBuilder text, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String value = row.get(column);
      String padding = " ".repeat(widths[column] - value.length());
      line.append(column == 0 ? "" : GAP)
          .append(numeric[column] ? padding + value : value + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
