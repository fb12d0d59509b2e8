package com.k2.marketdata.feed.recording;

import com.k2.marketdata.exchange.CsvLine;
import com.k2.marketdata.failure.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The header of a CSV file. Columns are found by name; their order does not matter. */
public final class CsvHeader {
  private static final int ABSENT = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final String line;
  private final Map<String, Integer> columns = new HashMap<>();

  /**
   * The header in the first line of a file; a byte order mark is ignored.
   *
   * @throws UsageException if quotes in the line are out of place
   */
  public CsvHeader(Path file, String line) {
    this.file = file;
    this.line = !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
    try {
      int index = 0;
      for (String name : CsvLine.cells(this.line)) {
        columns.putIfAbsent(name.strip(), index++);
      }
    } catch (IOException e) {
      throw wrong(e.getMessage());
    }
  }

  /**
   * The index of the first of these columns that the file has. If it has none of them, {@link
   * CsvRow#cell} returns an empty cell for the index.
   */
  public int find(String... names) {
    for (String name : names) {
      if (columns.containsKey(name)) {
        return columns.get(name);
      }
    }
    return ABSENT;
  }

  /**
   * The index of a column.
   *
   * @throws UsageException if the file does not have it
   */
  public int require(String name) {
    requireOneOf(name);
    return find(name);
  }

  /**
   * Checks that this is the header of a file of the expected kind.
   *
   * @throws UsageException if the file has none of these columns
   */
  public void requireOneOf(String... names) {
    if (find(names) == ABSENT) {
      throw wrong("there is no column " + String.join(" or ", names));
    }
  }

  private UsageException wrong(String why) {
    return new UsageException(file + ":1: " + why + "; the header of the CSV file is: " + line);
  }
}
