package com.k2.marketdata.feed.recording;

import java.util.List;

/** The cells of one row of a CSV file. */
public record CsvRow(List<String> cells) {

  /**
   * The cell of a column; empty if the file has no such column or the row is too short.
   *
   * @param column an index that {@link CsvHeader} returned
   */
  public String cell(int column) {
    return column < 0 || column >= cells.size() ? "" : cells.get(column);
  }
}
