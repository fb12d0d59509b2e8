package com.k2.marketdata.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.k2.marketdata.failure.UsageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * DuckDB's parser, which returns a statement's syntax tree as JSON, and its printer, which makes a
 * text from a tree. Both get the text or the tree as a bound parameter and run none of it.
 */
final class SyntaxTrees {
  /** An infinite number is a constant of SQL, but not of JSON. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Connection duck;

  SyntaxTrees(Connection duck) {
    this.duck = duck;
  }

  /** The tree of a text, or an object with {@code error}: DuckDB has trees for SELECT only. */
  JsonNode parse(String text) throws SQLException {
    try {
      return JSON.readTree(call("SELECT json_serialize_sql(?::VARCHAR)", text));
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "The statement is too long or nested too deeply: " + e.getOriginalMessage(), e);
    }
  }

  /** The text of a tree. */
  String print(JsonNode tree) throws SQLException {
    return call("SELECT json_deserialize_sql(?::JSON)", tree.toString());
  }

  private String call(String function, String argument) throws SQLException {
    try (PreparedStatement call = duck.prepareStatement(function)) {
      call.setString(1, argument);
      try (ResultSet result = call.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }
}
