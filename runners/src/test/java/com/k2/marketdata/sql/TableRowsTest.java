package com.k2.marketdata.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TableRowsTest {
  private static final List<RowSink.Column> COLUMNS =
      List.of(
          new RowSink.Column("symbol", "VARCHAR"),
          new RowSink.Column("price", "DECIMAL(28,12)"),
          new RowSink.Column("n", "BIGINT"));

  @Test
  void columnsAreAlignedUnderNamesAndTypes() {
    assertThat(
            print(80, 10, COLUMNS, row("BTCUSDT", new BigDecimal("1.50"), 7L), row(null, null, 11)))
        .isEqualTo(
            """
            symbol            price       n
            VARCHAR  DECIMAL(28,12)  BIGINT
            -------  --------------  ------
            BTCUSDT            1.50       7
            NULL               NULL      11
            (2 rows)
            """);
  }

  @Test
  void theWidestColumnIsCutToTheTerminal() {
    List<RowSink.Column> columns =
        List.of(new RowSink.Column("a", "VARCHAR"), new RowSink.Column("b", "INTEGER"));

    assertThat(print(20, 10, columns, row("a very long\ntext", 1)))
        .isEqualTo(
            """
            a                  b
            VARCHAR      INTEGER
            -----------  -------
            a very lon…        1
            (1 row)
            """);
  }

  @Test
  void controlCharactersAreEscaped() {
    List<RowSink.Column> columns = List.of(new RowSink.Column("a\u001b[2J", "VARCHAR"));

    assertThat(print(80, 10, columns, row("x\u001b]0;y\u0007\n\u009b\u202ez"), row(1)))
        .isEqualTo(
            """
            a\\u001b[2J
            VARCHAR
            --------------------------------
            x\\u001b]0;y\\u0007\\n\\u009b\\u202ez
            1
            (2 rows)
            """);
  }

  @Test
  void csvIsEscapedOnATerminalOnly() {
    String value = "x\u001b]0;y\u0007\n\u009b\u202e\"z";
    assertThat(csv(CsvRows::new, value)).isEqualTo("a\n\"" + value.replace("\"", "\"\"") + "\"\n");
    assertThat(csv(CsvRows::onTerminal, value))
        .isEqualTo("a\n\"x\\u001b]0;y\\u0007\\n\\u009b\\u202e\"\"z\"\n");
  }

  @Test
  void jsonEscapesAreReadAsTheValue() throws IOException {
    String value = "x\u001b]0;y\u0007\n\u007f\u009b\u202e\"\\z币";
    String json = JsonRows.json(Map.of("a", value));
    assertThat(json).isEqualTo("{\"a\":\"x\\u001B]0;y\\u0007\\n\\u007f\\u009b\\u202e\\\"\\\\z币\"}");
    assertThat(new ObjectMapper().readTree(json).get("a").textValue()).isEqualTo(value);
  }

  private static String csv(Function<PrintWriter, CsvRows> rows, String value) {
    StringWriter text = new StringWriter();
    CsvRows csv = rows.apply(new PrintWriter(text));
    csv.begin(List.of(new RowSink.Column("a", "VARCHAR")));
    csv.row(row(value));
    csv.end();
    return text.toString();
  }

  @Test
  void manyColumnsBecomeBlocks() {
    assertThat(print(20, 10, COLUMNS, row("BTCUSDT on a spot market", new BigDecimal("1.50"), 7L)))
        .isEqualTo(
            """
            -- row 1
            symbol  BTCUSDT on …
            price   1.50
            n       7
            (1 row)
            """);
  }

  @Test
  void onlyTheFirstRowsAreShown() {
    assertThat(print(80, 1, COLUMNS.subList(2, 3), row(1L), row(2L), row(3L)))
        .endsWith("     1\n(first 1 row only; use --rows for more, or --format=csv for all)\n");
  }

  private static List<Object> row(Object... values) {
    return Arrays.asList(values);
  }

  @SafeVarargs
  private static String print(
      int width, int limit, List<RowSink.Column> columns, List<Object>... rows) {
    StringWriter text = new StringWriter();
    TableRows table = new TableRows(new PrintWriter(text), width, limit);
    table.begin(columns);
    for (List<Object> row : rows) {
      if (!table.row(row)) {
        break;
      }
    }
    table.end();
    return text.toString();
  }
}
