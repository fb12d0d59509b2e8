package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.text.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter file: YAML with the keys {@code name}, {@code parameters} and {@code spark}, all
 * optional.
 *
 * @param name of the application
 * @param parameters values by the name of the parameter; all values are text
 * @param spark fields of a SparkApplication; values have types
 */
record ParameterFile(Optional<String> name, ObjectNode parameters, ObjectNode spark) {
  private static final List<String> KEYS = List.of("name", "parameters", "spark");

  /** A name in Kubernetes, with room for what Spark appends to it. */
  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,38}[a-z0-9])?");

  /**
   * Reads a parameter file.
   *
   * @param file its name, for messages
   * @param errors receives a sentence for each error
   * @throws UsageException if the text is not YAML
   */
  static ParameterFile read(String file, String text, List<String> errors) {
    ObjectNode fields = YamlTree.read("The file " + file, text, errors);
    fields
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                errors.add(
                    key
                        + " is not a key of a parameter file."
                        + Suggestion.question(key, KEYS)
                        + " The keys are "
                        + String.join(", ", KEYS)
                        + ".");
              }
            });
    return new ParameterFile(
        name(fields.path("name"), errors),
        mapping(fields, "parameters", errors),
        mapping(fields, "spark", errors));
  }

  private static Optional<String> name(JsonNode name, List<String> errors) {
    if (name.isMissingNode()) {
      return Optional.empty();
    }
    if (name.isTextual() && NAME.matcher(name.asText()).matches()) {
      return Optional.of(name.asText());
    }
    errors.add(
        "name is '"
            + name.asText()
            + "'. It must be lower-case letters, digits and hyphens, at most 40, begin with a"
            + " letter, and end with a letter or digit.");
    return Optional.empty();
  }

  private static ObjectNode mapping(ObjectNode fields, String key, List<String> errors) {
    JsonNode value = fields.path(key);
    if (value instanceof ObjectNode object) {
      return object;
    }
    if (!value.isMissingNode() && !value.isNull()) {
      errors.add(key + " must be a mapping.");
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
