package com.k2.marketdata.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.failure.UsageException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * One statement that only reads. A user's text is never run, and never prepared: DuckDB runs parts
 * of a text while it prepares it. What runs is {@code text}, which DuckDB prints from the syntax
 * tree of a single SELECT, with K2's own EXPLAIN before it if the user asked for one.
 *
 * @param text what is run
 * @param tables every name used as a table, including common table expressions
 * @param anyTable whether it may need tables that it does not name: SHOW TABLES, table functions
 */
record SqlStatement(String text, Set<Name> tables, boolean anyTable) {
  /**
   * Functions that a SELECT can call and that do more than return rows: they run SQL from a string,
   * change DuckDB's state, write its log, or read memory at an address.
   */
  private static final Set<String> REFUSED_FUNCTIONS =
      Set.of(
          "query",
          "json_execute_serialized_sql",
          "checkpoint",
          "force_checkpoint",
          "enable_logging",
          "disable_logging",
          "truncate_duckdb_logs",
          "write_log",
          "arrow_scan",
          "arrow_scan_dumb");

  /** A table's name as written; {@code schema} is the part before the last dot, or empty. */
  record Name(String schema, String table) {}

  SqlStatement {
    tables = Set.copyOf(tables);
  }

  /**
   * Parses a statement.
   *
   * @throws UsageException if it is not exactly one statement that only reads
   */
  static SqlStatement parse(Connection duck, String text) throws SQLException {
    requireCharacters(text);
    SyntaxTrees trees = new SyntaxTrees(duck);
    Explained explained = Explained.of(text);
    JsonNode parsed = trees.parse(explained.statement());
    requireSelect(parsed);
    Set<Name> tables = new LinkedHashSet<>();
    boolean anyTable = collect(parsed, tables);
    JsonNode tree = TypedConstants.in(parsed);
    String select = trees.print(tree);
    requireSame(tree, trees.parse(select), select);
    return new SqlStatement(explained.prefix() + select, tables, anyTable);
  }

  /** DuckDB's parser would end the text at a NUL and replace half of a surrogate pair. */
  private static void requireCharacters(String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new UsageException(
          "The statement has a NUL or half of a surrogate pair, which is not a character.");
    }
  }

  private static void requireSelect(JsonNode tree) {
    if (tree.path("error").asBoolean()) {
      throw new UsageException(
          tree.path("error_type").asText().equals("parser")
              ? "The statement is not valid SQL: " + tree.path("error_message").asText()
              : "k2 sql only reads. Use SELECT, WITH, DESCRIBE, SHOW TABLES or EXPLAIN.");
    }
    int statements = tree.path("statements").size();
    if (statements != 1) {
      throw new UsageException(
          statements == 0
              ? "The statement is empty. Example: k2 sql \"SHOW TABLES\""
              : "Expected exactly one statement, found " + statements + ".");
    }
  }

  /** DuckDB's printer has faults. A fault must not change what the user asked for. */
  private static void requireSame(JsonNode tree, JsonNode printed, String select) {
    if (!TreeMeaning.of(tree).equals(TreeMeaning.of(printed))) {
      throw new UsageException(
          "The statement is not run, because DuckDB prints its syntax tree as another statement."
              + " Rephrase it. Printed: "
              + select);
    }
  }

  private static boolean collect(JsonNode node, Set<Name> tables) {
    boolean anyTable = false;
    switch (node.path("type").asText()) {
      case "BASE_TABLE" -> {
        String schema = node.path("schema_name").asText();
        tables.add(new Name(schema, node.path("table_name").asText()));
        anyTable = schema.equalsIgnoreCase("information_schema");
      }
      case "SHOW_REF" -> anyTable = node.path("query").isNull();
      case "TABLE_FUNCTION" -> anyTable = true;
      default -> {}
    }
    String function = node.path("function_name").asText();
    if (REFUSED_FUNCTIONS.contains(function.toLowerCase(Locale.ROOT))) {
      throw new UsageException("k2 sql only reads. It does not run the function " + function + ".");
    }
    for (JsonNode child : node) {
      anyTable |= collect(child, tables);
    }
    return anyTable;
  }
}
