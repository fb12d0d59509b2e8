package com.k2.marketdata.feed;

import com.k2.marketdata.failure.UsageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns of a CSV file, found by name. A column or cell that is not there reads as empty. */
final class CsvHeader {
  private static final int ABSENT = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String line;
  private final Map<String, Integer> columns = new HashMap<>();

  CsvHeader(String line) {
    this.line = line;
    String names = !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
    for (String name : split(names)) {
      columns.putIfAbsent(name.strip(), columns.size());
    }
  }

  /** Where the first of these columns that the file has is; a file may have none of them. */
  int find(String... names) {
    for (String name : names) {
      if (columns.containsKey(name)) {
        return columns.get(name);
      }
    }
    return ABSENT;
  }

  /** Where a column is that nothing can stand in for. */
  int require(String name) {
    requireOneOf(name);
    return find(name);
  }

  /** Makes sure that this is the header of such a file at all. */
  void requireOneOf(String... names) {
    if (find(names) == ABSENT) {
      throw new UsageException(
          "The CSV file has no column " + String.join(" or ", names) + "; its header is: " + line);
    }
  }

  /** The value of a column in a row, without quotes. */
  static String cell(List<String> row, int column) {
    return column == ABSENT || column >= row.size() ? "" : row.get(column);
  }

  /** The cells of a line. A cell in quotes may hold commas and doubled quotes. */
  static List<String> split(String line) {
    List<String> cells = new ArrayList<>(10);
    if (line.indexOf('"') < 0) {
      int start = 0;
      for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', start)) {
        cells.add(line.substring(start, comma));
        start = comma + 1;
      }
      cells.add(line.substring(start));
      return cells;
    }
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
