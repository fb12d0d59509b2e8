package com.k2.marketdata.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in aligned columns; columns of numbers are aligned to the right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  public TextTable(String... header) {
    this.header = List.of(header);
  }

  /** Adds a row: a value for each column. */
  public TextTable row(Object... values) {
    rows.add(Arrays.stream(values).map(String::valueOf).toList());
    return this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text, header);
    rows.forEach(row -> append(text, row));
    return text.toString();
  }

  private void append(StringBuilder text, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < header.size(); column++) {
      String value = row.get(column);
      String padding = " ".repeat(width(column) - value.length());
      line.append(column == 0 ? "" : GAP)
          .append(isNumeric(column) ? padding + value : value + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> row.get(column).length())
        .reduce(header.get(column).length(), Math::max);
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).matches("[-\\d.,]+"));
  }
}
