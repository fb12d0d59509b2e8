package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.text.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * How a pipeline is started.
 *
 * @param description one sentence
 * @param mainClass of the jar for Spark
 * @param command the first arguments of the main class
 * @param defaults values of parameters, which a parameter file overrides
 * @param spark fields of a SparkApplication, which a parameter file overrides
 */
public record Template(
    String name,
    String description,
    String mainClass,
    List<String> command,
    ObjectNode defaults,
    ObjectNode spark) {
  /** The templates that ship with K2. */
  public static final List<String> NAMES =
      List.of("bronze", "silver", "medallion", "maintain", "replay", "verify");

  private static final List<String> KEYS =
      List.of("name", "description", "mainClass", "command", "defaults", "spark");

  /** All templates. */
  public static List<Template> all() {
    return NAMES.stream().map(Template::named).toList();
  }

  /**
   * The template with this name.
   *
   * @throws UsageException if there is none
   */
  public static Template named(String name) {
    if (!NAMES.contains(name)) {
      throw new UsageException(
          "No template is named '"
              + name
              + "'."
              + Suggestion.question(name, NAMES)
              + " The templates are: "
              + String.join(", ", NAMES)
              + ".");
    }
    return parse(name, read(name));
  }

  /** Whether a resource plan may have a job of this template. */
  boolean isPlanned() {
    return command.get(0).equals("run");
  }

  private static String read(String name) {
    try (InputStream resource =
        Template.class.getResourceAsStream("/com/k2/marketdata/template/" + name + ".yaml")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Template parse(String name, String text) {
    List<String> errors = new ArrayList<>();
    ObjectNode fields = YamlTree.read(name, text, errors);
    fields
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                errors.add(key + " is not a key of a template");
              }
            });
    if (!errors.isEmpty()) {
      throw new IllegalStateException("The template " + name + " has errors: " + errors);
    }
    return new Template(
        fields.path("name").asText(),
        fields.path("description").asText(),
        fields.path("mainClass").asText(),
        StreamSupport.stream(fields.path("command").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        fields.withObject("/defaults"),
        fields.withObject("/spark"));
  }
}
