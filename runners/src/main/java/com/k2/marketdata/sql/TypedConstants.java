package com.k2.marketdata.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Replaces constants by casts of a text if DuckDB would print them without their type: it prints
 * the double {@code 1e5} as {@code 100000.0}, which is a decimal.
 */
final class TypedConstants {
  private static final Set<String> TYPES = Set.of("DOUBLE", "FLOAT", "BOOLEAN");

  private TypedConstants() {}

  /** A copy of a syntax tree with such casts. */
  static JsonNode in(JsonNode tree) {
    if (tree instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(in(element)));
      return copy;
    }
    if (tree instanceof ObjectNode object) {
      if (isUntyped(object)) {
        return cast(object);
      }
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        copy.set(field.getKey(), in(field.getValue()));
      }
      return copy;
    }
    return tree;
  }

  private static boolean isUntyped(ObjectNode node) {
    JsonNode value = node.path("value");
    return node.path("class").asText().equals("CONSTANT")
        && TYPES.contains(value.path("type").path("id").asText())
        && !value.path("is_null").asBoolean();
  }

  private static ObjectNode cast(ObjectNode constant) {
    ObjectNode text = constant.deepCopy();
    text.put("alias", "");
    ObjectNode value = (ObjectNode) text.get("value");
    JsonNode type = value.get("type");
    value.set("type", varchar());
    value.put("value", value.path("value").asText());
    ObjectNode cast = JsonNodeFactory.instance.objectNode();
    cast.put("class", "CAST").put("type", "OPERATOR_CAST");
    cast.set("alias", constant.path("alias"));
    cast.set("query_location", constant.path("query_location"));
    cast.set("child", text);
    cast.set("cast_type", type);
    return cast.put("try_cast", false);
  }

  private static ObjectNode varchar() {
    return JsonNodeFactory.instance.objectNode().put("id", "VARCHAR").putNull("type_info");
  }
}
