package com.k2.marketdata.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The parts of a syntax tree that stay the same if it is printed and parsed again. */
final class TreeMeaning {
  /** The name that DuckDB gives to a list of values in FROM. */
  private static final String VALUES = "valueslist";

  /** {@code SELECT *} without FROM. */
  private static final JsonNode SELECT_ALL =
      json(
          """
          {"type":"SELECT_NODE","modifiers":[],"cte_map":{"map":[]},"select_list":[{"class":"STAR",\
          "type":"STAR","alias":"","relation_name":"","exclude_list":[],"replace_list":[],\
          "columns":false,"expr":null,"qualified_exclude_list":[],"rename_list":[]}],\
          "where_clause":null,"group_expressions":[],"group_sets":[],\
          "aggregate_handling":"STANDARD_HANDLING","having":null,"sample":null,"qualify":null}""");

  private TreeMeaning() {}

  /**
   * A copy of a tree without positions in the text, and with {@code VALUES …} for the equivalent
   * {@code (SELECT * FROM VALUES …)}, which is how DuckDB prints it.
   */
  static JsonNode of(JsonNode tree) {
    if (tree instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(of(element)));
      return copy;
    }
    if (tree instanceof ObjectNode object) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        if (!field.getKey().equals("query_location")) {
          copy.set(field.getKey(), of(field.getValue()));
        }
      }
      return withoutSubquery(copy);
    }
    return tree;
  }

  private static JsonNode withoutSubquery(ObjectNode node) {
    boolean named =
        node.path("type").asText().equals("SUBQUERY")
            && node.path("alias").asText().equals(VALUES)
            && node.path("column_name_alias").isEmpty()
            && node.path("sample").isNull();
    if (named && node.path("subquery").path("node") instanceof ObjectNode select) {
      JsonNode from = select.path("from_table");
      boolean values =
          from.path("type").asText().equals("EXPRESSION_LIST")
              && from.path("alias").asText().equals(VALUES);
      if (values && select.deepCopy().without("from_table").equals(SELECT_ALL)) {
        return from;
      }
    }
    return node;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A constant of this class is not JSON", e);
    }
  }
}
