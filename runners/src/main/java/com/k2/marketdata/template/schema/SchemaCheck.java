package com.k2.marketdata.template.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Compares a tree with a JSON schema, as far as the schema of a SparkApplication needs it: types,
 * required and unknown fields, enums, limits of numbers, and patterns.
 */
final class SchemaCheck {
  private static final Pattern VARIABLE = Pattern.compile(".*\\.env(Vars)?[.\\[].*");

  private final Set<String> incomplete;
  private final List<String> errors = new ArrayList<>();

  /**
   * @param incomplete paths of the objects in which required fields may be missing
   */
  SchemaCheck(Set<String> incomplete) {
    this.incomplete = Set.copyOf(incomplete);
  }

  /**
   * One sentence for each error.
   *
   * @param path of the value, for the sentences
   */
  List<String> errors(JsonNode value, JsonNode schema, String path) {
    check(value, schema, path);
    return List.copyOf(errors);
  }

  private void check(JsonNode value, JsonNode schema, String path) {
    if (value.isMissingNode()) {
      errors.add(path + " is missing.");
      return;
    }
    if (!hasType(value, schema.path("type"))) {
      errors.add(
          path + " is " + described(value, path) + ". It must be " + words(schema, path) + ".");
      return;
    }
    if (value.isObject()) {
      fields(value, schema, path);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), schema.path("items"), path + "[" + i + "]");
      }
    } else {
      scalar(value, schema, path);
    }
  }

  private void fields(JsonNode value, JsonNode schema, String path) {
    JsonNode known = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    value
        .fields()
        .forEachRemaining(
            field -> {
              String below = path + "." + field.getKey();
              if (known.has(field.getKey())) {
                check(field.getValue(), known.get(field.getKey()), below);
              } else if (others.isObject()) {
                check(field.getValue(), others, below);
              } else {
                errors.add(unknown(below, field.getKey(), known));
              }
            });
    if (!incomplete.contains(path)) {
      for (JsonNode required : schema.path("required")) {
        if (!value.has(required.asText())) {
          errors.add(path + "." + required.asText() + " is missing.");
        }
      }
    }
  }

  private static String unknown(String path, String name, JsonNode known) {
    List<String> names = new ArrayList<>();
    known.fieldNames().forEachRemaining(names::add);
    return path
        + " is not a field of a SparkApplication."
        + Suggestion.question(name, names)
        + (names.size() > 8 ? "" : " The fields are " + String.join(", ", names) + ".");
  }

  private void scalar(JsonNode value, JsonNode schema, String path) {
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      errors.add(
          path
              + " is '"
              + value.asText()
              + "'. It must be one of "
              + list(schema.get("enum"))
              + ".");
    }
    if (schema.has("minimum") && value.asLong() < schema.get("minimum").asLong()) {
      errors.add(
          path + " is " + value.asText() + ". It must be at least " + schema.get("minimum") + ".");
    }
    if (schema.has("maximum") && value.asLong() > schema.get("maximum").asLong()) {
      errors.add(
          path + " is " + value.asText() + ". It must be at most " + schema.get("maximum") + ".");
    }
    if (schema.has("pattern") && !Pattern.matches(schema.get("pattern").asText(), value.asText())) {
      errors.add(path + " is '" + value.asText() + "', which is not a valid name.");
    }
    if (schema.path("format").asText().equals("int32") && !value.canConvertToInt()) {
      errors.add(path + " is " + value.asText() + ", which is too large.");
    }
  }

  private static boolean contains(JsonNode choices, JsonNode value) {
    return StreamSupport.stream(choices.spliterator(), false).anyMatch(value::equals);
  }

  private static String list(JsonNode choices) {
    return StreamSupport.stream(choices.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining(", "));
  }

  private static boolean hasType(JsonNode value, JsonNode types) {
    if (types.isArray()) {
      return StreamSupport.stream(types.spliterator(), false)
          .anyMatch(type -> hasType(value, type));
    }
    return switch (types.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new IllegalStateException("The schema has the type " + types);
    };
  }

  private static String described(JsonNode value, String path) {
    if (value.isObject()) {
      return "a mapping";
    }
    if (value.isArray()) {
      return "a list";
    }
    if (value.isNull()) {
      return "empty";
    }
    if (VARIABLE.matcher(path).matches()) {
      return value.isNumber() ? "a number" : "a single value"; // It may be a password.
    }
    return (value.isNumber() ? "the number " : "") + value;
  }

  private static String words(JsonNode schema, String path) {
    return switch (schema.path("type").asText()) {
      case "object" -> "a mapping";
      case "array" -> "a list";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      case "string" ->
          path.toLowerCase(Locale.ROOT).matches(".*memory(overhead|limit)?")
              ? "text with a unit, such as 480m"
              : "text; put it in quotes";
      default -> "a whole number or text";
    };
  }
}
