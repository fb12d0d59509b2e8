package com.k2.marketdata.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits one line of CSV into cells. Cells are separated by commas; a cell in double quotes may
 * contain commas and doubled quotes, but no line break, so that a missing quote spoils one line
 * only.
 */
public final class CsvLine {
  private static final CsvFactory FACTORY = new CsvFactory();
  private static final int USUAL_CELLS = 10;

  private CsvLine() {}

  /**
   * The cells of a line, without their quotes; none for an empty line.
   *
   * @throws IOException if quotes are out of place; its message names the column of the line
   */
  public static List<String> cells(String line) throws IOException {
    List<String> cells = new ArrayList<>(USUAL_CELLS);
    try (CsvParser parser = FACTORY.createParser(line)) {
      parser.nextToken();
      for (String cell = parser.nextTextValue(); cell != null; cell = parser.nextTextValue()) {
        cells.add(cell);
      }
    } catch (JsonProcessingException e) {
      throw new IOException(
          "character " + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage(), e);
    }
    return cells;
  }
}
