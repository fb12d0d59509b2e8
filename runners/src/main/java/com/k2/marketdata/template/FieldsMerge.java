package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds fields of a SparkApplication to others. Objects are merged, options of a JVM are appended,
 * environment variables are replaced by name, and other values are replaced.
 */
final class FieldsMerge {
  private static final String ENV = "env";
  private static final String JAVA_OPTIONS = "javaOptions";

  private FieldsMerge() {}

  /** Changes {@code target}. */
  static void into(ObjectNode target, ObjectNode more) {
    more.fields()
        .forEachRemaining(
            field -> target.set(field.getKey(), merged(field.getKey(), target, field.getValue())));
  }

  private static JsonNode merged(String name, ObjectNode target, JsonNode value) {
    JsonNode former = target.path(name);
    if (former instanceof ObjectNode object && value instanceof ObjectNode fields) {
      into(object, fields);
      return object;
    }
    if (name.equals(JAVA_OPTIONS) && former.isTextual()) {
      return target.textNode(former.asText() + " " + value.asText());
    }
    if (name.equals(ENV) && former instanceof ArrayNode variables) {
      return variables(variables, value);
    }
    return value.deepCopy();
  }

  private static ArrayNode variables(ArrayNode former, JsonNode more) {
    List<String> replaced = new ArrayList<>();
    more.forEach(variable -> replaced.add(variable.path("name").asText()));
    ArrayNode all = former.arrayNode();
    former.forEach(
        variable -> {
          if (!replaced.contains(variable.path("name").asText())) {
            all.add(variable);
          }
        });
    more.forEach(all::add);
    return all;
  }
}
