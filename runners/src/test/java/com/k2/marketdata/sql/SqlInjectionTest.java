package com.k2.marketdata.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.testing.LakeFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.types.Types;
import org.duckdb.DuckDBDriver;

/** No statement changes a data file: it is refused, or it is a SELECT with the right result. */
class SqlInjectionTest {
  private static Path folder;
  private static CatalogConfig catalog;
  private static Path data;
  private static byte[] bytes;

  @BeforeContainer
  static void createTable() throws IOException {
    folder = Files.createTempDirectory("k2-sql-injection");
    catalog = LocalCatalog.in(folder, "market_data");
    ((SupportsNamespaces) catalog.open()).createNamespace(Namespace.of("market_data"));
    Schema schema = new Schema(Types.NestedField.required(1, "a", Types.IntegerType.get()));
    Table table = catalog.open().createTable(catalog.table("t"), schema);
    String location = LakeFiles.append(table, LakeFiles.row(table, Map.of("a", 1))).location();
    data = Path.of(location.replaceFirst("^file:(//)?", ""));
    bytes = Files.readAllBytes(data);
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  @Example
  void knownAttacksAreRefused() {
    List<String> attacks =
        List.of(
            "/* /* */ EXPLAIN SELECT 1 FROM t -- */ COPY%s",
            "--\rEXPLAIN SELECT 1 FROM t\r;COPY%s",
            "-- x\rCOPY%s",
            "COPY%s; SELECT 1 FROM t",
            "SELECT 1 FROM t; COPY%s",
            "EXPLAIN ANALYZE COPY%s",
            "EXPLAIN EXPLAIN ANALYZE COPY%s",
            "EXPLAIN (ANALYZE, FORMAT json) COPY%s",
            "EXPLAIN SELECT 1 FROM t; COPY%s",
            "PREPARE p AS COPY%s",
            "WITH x AS (COPY%s) SELECT * FROM x, t",
            "SELECT 1 FROM t\0; COPY%s",
            "SELECT * FROM t, query('COPY%s')",
            "SELECT * FROM t, json_execute_serialized_sql(json_serialize_sql('COPY%s'))",
            "SELECT * FROM t, enable_logging('QueryLog', storage = 'file', storage_path = '%s')");
    for (String attack : attacks) {
      String sql = attack.formatted(copyTo(attack.contains("('") ? "''" : "'"));
      assertThat(run(sql)).as(sql).isEmpty();
      assertThat(data).as(sql).hasBinaryContent(bytes);
    }
  }

  @Property(tries = 400)
  void noStatementChangesADataFile(@ForAll("statements") String sql) throws SQLException {
    Optional<String> result = run(sql);

    assertThat(data).hasBinaryContent(bytes);
    if (result.isPresent() && Explained.of(sql).prefix().isEmpty()) {
      assertThat(result).isEqualTo(ofSyntaxTree(sql));
    }
    Statistics.collect(result.isPresent());
    Statistics.coverage(
        coverage -> {
          coverage.check(true).percentage(share -> share > 5);
          coverage.check(false).percentage(share -> share > 20);
        });
  }

  /** Pieces of statements in any order, separated by what may hide or end a comment or a string. */
  @Provide
  Arbitrary<String> statements() {
    String copy = "COPY" + copyTo("'");
    Arbitrary<String> hostile =
        Arbitraries.of(
            copy,
            copy + "; SELECT 1",
            "EXPLAIN ANALYZE " + copy,
            "EXPLAIN (ANALYZE) " + copy,
            "ATTACH '" + data + "' AS x",
            "INSTALL httpfs",
            "SET lock_configuration = false");
    Arbitrary<String> harmless =
        Arbitraries.of(
            "SELECT count(*) AS n FROM t",
            "SELECT 42 AS x",
            "FROM t",
            "EXPLAIN SELECT 1 FROM t",
            "EXPLAIN ",
            "VALUES (1, 1e5)",
            "SELECT ",
            "1",
            "(SELECT a FROM t)",
            "UNION ALL");
    Arbitrary<String> blank =
        Arbitraries.of(
            " ",
            "\n",
            "\r",
            "\t",
            "\f",
            "\u000b",
            "\u0000",
            "\u00a0",
            "\u2028",
            "\u3000",
            "\ufeff",
            ";",
            "--",
            "-- \r",
            "-- \n",
            "/*",
            "*/",
            "/* /*",
            "*/ */",
            "/**/",
            "/* -- */",
            "/* /* */",
            "-- */",
            "'",
            "''",
            "E'\\'",
            "\"",
            "$$",
            "$a$",
            "\\",
            "#",
            "(",
            ")");
    Arbitrary<String> other = Arbitraries.strings().ofMaxLength(3);
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(2, hostile), Tuple.of(3, harmless), Tuple.of(6, blank), Tuple.of(1, other));
    Arbitrary<String> hidden =
        Combinators.combine(blank.list().ofMaxSize(3), harmless, blank.list().ofMaxSize(4), hostile)
            .as((a, first, b, last) -> String.join("", a) + first + String.join("", b) + last);
    Arbitrary<String> commented =
        Combinators.combine(piece.list().ofMaxSize(3), harmless, piece.list().ofMaxSize(3))
            .as(
                (a, select, b) ->
                    "/*" + String.join("", a) + "*/ " + select + " --" + String.join("", b));
    return Arbitraries.oneOf(
        piece.list().ofMinSize(1).ofMaxSize(6).map(pieces -> String.join(" ", pieces)),
        piece.list().ofMinSize(1).ofMaxSize(6).map(pieces -> String.join("", pieces)),
        hidden,
        commented);
  }

  private static String copyTo(String quote) {
    return " (SELECT 42 AS x) TO %s (FORMAT parquet, USE_TMP_FILE false)"
        .formatted(quote + data + quote);
  }

  /** The result as CSV; empty if the statement is refused. */
  private static Optional<String> run(String sql) {
    StringWriter text = new StringWriter();
    try (SqlSession session = SqlSession.open(catalog, note -> {})) {
      session.query(sql, new CsvRows(new PrintWriter(text)));
      return Optional.of(text.toString());
    } catch (UsageException e) {
      return Optional.empty();
    }
  }

  /** The result without DuckDB's printer and without a text: DuckDB runs the syntax tree. */
  private static Optional<String> ofSyntaxTree(String sql) throws SQLException {
    try (Connection duck = new DuckDBDriver().connect("jdbc:duckdb:", new Properties())) {
      duck.createStatement().execute("CREATE TABLE t AS SELECT 1::INT AS a");
      try (PreparedStatement run =
          duck.prepareStatement(
              "SELECT * FROM json_execute_serialized_sql(json_serialize_sql(?::VARCHAR))")) {
        run.setString(1, sql);
        StringWriter text = new StringWriter();
        try (ResultSet result = run.executeQuery()) {
          SqlValues.stream(result, new CsvRows(new PrintWriter(text)));
        }
        return Optional.of(text.toString());
      }
    }
  }
}
