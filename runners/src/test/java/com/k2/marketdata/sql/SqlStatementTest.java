package com.k2.marketdata.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.UsageException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that is run means what the user wrote. */
class SqlStatementTest {
  private Connection duck;

  @BeforeEach
  void open() throws SQLException {
    duck = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'x', [1, 2], 1.50::DECIMAL(28,12)),"
              + " (2, NULL, [], 2), (3, 'it''s', NULL, 3)) AS v(a, b, l, d)");
      statement.execute("CREATE TABLE u AS SELECT a, b FROM t WHERE a < 3");
    }
  }

  @AfterEach
  void close() throws SQLException {
    duck.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT typeof(1e5), 1e5, 1e-8, 1.0e0, -1e5, 1.5e300, 1e400, 2.2250738585072014e-308",
        "SELECT typeof(1.50), 0.1, 12345678901234567890123, -5, 0x1F, 1_000, 3.0 / 2",
        "SELECT (a = 1) IS TRUE, (b = 'x') IS NOT FALSE, (b = 'x') IS UNKNOWN FROM t",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT sum(x) FROM (VALUES (1), (2)) v(x)",
        "SELECT valueslist.col0 FROM (VALUES (1), (2)) AS valueslist",
        "FROM (FROM (VALUES (1)) AS valueslist) AS valueslist",
        "SELECT $$a'b$$, 'it''s', E'tab\\t\\'', $x$ $$ $x$, '', '\u0001\u001b\u202e', '币安人生'",
        "SELECT \"a\" AS \"odd \"\" name\", 2 AS \"select\" FROM t ORDER BY 1",
        "FROM t SELECT a WHERE a > 1 ORDER BY ALL DESC",
        "SELECT * EXCLUDE (l) REPLACE (a + 1 AS a) FROM t ORDER BY a",
        "SELECT COLUMNS('a|d') FROM t ORDER BY a",
        "SELECT t.a, u.b FROM t LEFT JOIN u USING (a) ORDER BY 1",
        "SELECT * FROM t SEMI JOIN u USING (a) ORDER BY a",
        "SELECT a FROM t WHERE a IN (SELECT a FROM u) AND NOT EXISTS (SELECT 1 WHERE a > 5)",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) FROM r",
        "WITH x AS MATERIALIZED (SELECT 1 AS y), z AS (FROM x) SELECT y FROM z",
        "(SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL (SELECT a FROM t ORDER BY a DESC LIMIT 1)",
        "SELECT a FROM t EXCEPT ALL SELECT a FROM u",
        "SELECT 1 AS p UNION BY NAME SELECT 2 AS q ORDER BY ALL",
        "SELECT DISTINCT ON (a % 2) a FROM t ORDER BY a % 2, a DESC",
        "SELECT a % 2, count(*) FILTER (WHERE a > 1) FROM t GROUP BY ALL ORDER BY ALL",
        "SELECT a, b, count(*) FROM t GROUP BY GROUPING SETS ((a), (b), ()) ORDER BY ALL",
        "SELECT sum(a) OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t",
        "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a DESC) = 1",
        "SELECT list_transform(l, lambda x: x + 1), [x * 2 FOR x IN l IF x > 1], l[1:1], l[-1] FROM t",
        "SELECT {'a': 1, 'b c': [1]}, MAP {'k': 1}['k'], (1, 2), struct_pack(q := 1)",
        "SELECT CASE a WHEN 1 THEN 'x' ELSE 'y' END, a BETWEEN 1 AND 2, b LIKE 'i%\\%' ESCAPE '\\' FROM t",
        "SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, INTERVAL 90 MINUTE, TIME '01:02:03'",
        "SELECT TIMESTAMPTZ '2024-01-01 00:00:00.123456+01'::VARCHAR, '1'::HUGEINT, 'a'::BLOB",
        "SELECT a FROM t LIMIT 40 PERCENT OFFSET 1",
        "SELECT string_agg(b, ',' ORDER BY a DESC), quantile_cont(a, 0.5) FROM t",
        "SELECT * FROM t PIVOT (sum(d) FOR a IN (1, 2)) ORDER BY ALL",
        "SELECT * FROM u UNPIVOT INCLUDE NULLS (v FOR n IN (b)) ORDER BY ALL",
        "SELECT * FROM range(2, 5) r(x), unnest([7, 8]) s(y) ORDER BY ALL",
        "SELECT json('{\"a\": [1]}') -> '$.a' ->> 0, 7 // 2, 7 % 2, 2 ** 3, ~1, 5 & 3 | 8, 1 << 2",
        "SELECT extract(year FROM DATE '2024-01-01'), substring('abc' FROM 2), trim('x' FROM 'xax')",
        "DESCRIBE t",
        "DESCRIBE SELECT 1e5 AS x",
        "SUMMARIZE SELECT a FROM t",
        "SHOW TABLES",
        "SHOW ALL TABLES",
        "SHOW DATABASES",
        "SELECT column_name FROM (DESCRIBE t) ORDER BY ALL",
        "EXPLAIN SELECT a FROM t",
        "EXPLAIN (FORMAT json) (SELECT a FROM t) UNION ALL SELECT 1",
        "EXPLAIN DESCRIBE t"
      })
  void resultIsThatOfTheOriginal(String sql) throws SQLException {
    assertThat(rows(SqlStatement.parse(duck, sql).text())).isEqualTo(rows(sql)).isNotEmpty();
  }

  @Test
  void commentsAreNotInWhatIsRun() throws SQLException {
    assertThat(SqlStatement.parse(duck, "/* /* x */ */ explain -- y\r SELECT 1 -- z;").text())
        .isEqualTo("EXPLAIN SELECT 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM main.QUERY('SELECT 1')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT * FROM enable_logging()",
        "SELECT (SELECT write_log('x'))",
        "WITH x AS (SELECT * FROM checkpoint()) SELECT 1",
        "EXPLAIN ANALYZE SELECT * FROM truncate_duckdb_logs()"
      })
  void functionsThatDoMoreThanReadAreRefused(String sql) {
    assertThatThrownBy(() -> SqlStatement.parse(duck, sql))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("It does not run the function");
  }

  @Test
  void textThatIsNotUnicodeIsRefused() {
    for (String text : List.of("SELECT 1\0", "SELECT '\ud83d'")) {
      assertThatThrownBy(() -> SqlStatement.parse(duck, text))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("a NUL or half of a surrogate pair");
    }
  }

  @Test
  void deeplyNestedStatementIsRefused() {
    String sql = "SELECT " + "(1 + ".repeat(900) + "1" + ")".repeat(900);
    assertThatThrownBy(() -> SqlStatement.parse(duck, sql)).isInstanceOf(UsageException.class);
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        for (int column = 1; column <= columns; column++) {
          rows.add(result.getMetaData().getColumnTypeName(column) + " " + result.getString(column));
        }
      }
    }
    return rows;
  }
}
