package com.k2.marketdata.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.failure.UsageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement that only reads, parsed by DuckDB.
 *
 * @param tables every name used as a table, including common table expressions
 * @param anyTable whether it may need tables that it does not name: SHOW TABLES, table functions
 */
record SqlStatement(Set<Name> tables, boolean anyTable) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** DuckDB returns a tree for SELECT only, so EXPLAIN is removed before the rest is parsed. */
  private static final Pattern EXPLAIN =
      Pattern.compile(
          "^(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*+explain(?:\\s+analyze)?(?:\\s*\\([^)]*\\))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

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
    Matcher explain = EXPLAIN.matcher(text);
    JsonNode tree = tree(duck, explain.find() ? text.substring(explain.end()) : text);
    if (tree.path("error").asBoolean()) {
      throw new UsageException(
          tree.path("error_type").asText().equals("parser")
              ? "The statement is not valid SQL: " + tree.path("error_message").asText()
              : "k2 sql only reads. Use SELECT, WITH, DESCRIBE, SHOW TABLES or EXPLAIN.");
    }
    if (tree.path("statements").size() != 1) {
      throw new UsageException(
          "Expected exactly one statement, found " + tree.path("statements").size() + ".");
    }
    Set<Name> tables = new LinkedHashSet<>();
    boolean anyTable = collect(tree, tables);
    return new SqlStatement(tables, anyTable);
  }

  private static JsonNode tree(Connection duck, String text) throws SQLException {
    try (PreparedStatement parse = duck.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
      parse.setString(1, text);
      try (ResultSet result = parse.executeQuery()) {
        result.next();
        return JSON.readTree(result.getString(1));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("DuckDB's syntax tree is not JSON", e);
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
      case "SHOW_REF" -> anyTable = !node.path("table_name").asText().isEmpty();
      case "TABLE_FUNCTION" -> anyTable = true;
      default -> {}
    }
    for (JsonNode child : node) {
      anyTable |= collect(child, tables);
    }
    return anyTable;
  }
}
