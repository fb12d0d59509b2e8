package com.k2.marketdata.feed.recording;

import com.k2.marketdata.exchange.CsvLine;
import java.io.IOException;

/** Parses the rows of a CSV file. */
@FunctionalInterface
public interface RowParser extends LineParser {

  @Override
  default ParsedLine parse(String line) {
    try {
      return row(new CsvRow(CsvLine.cells(line)));
    } catch (IOException e) {
      return new ParsedLine.Unknown(e.getMessage());
    }
  }

  /**
   * Parses a row.
   *
   * @throws IOException if the row is not a trade in the raw schema; the message says why
   */
  ParsedLine row(CsvRow row) throws IOException;
}
