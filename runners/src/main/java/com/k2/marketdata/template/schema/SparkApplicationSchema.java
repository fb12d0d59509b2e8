package com.k2.marketdata.template.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.text.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The strict schema of a SparkApplication. Only what K2 needs is known: fields of Kubernetes' pods,
 * such as affinities and volumes, are refused.
 */
public final class SparkApplicationSchema {
  private static final JsonNode SCHEMA = read();
  private static final List<String> PARTS = List.of("apiVersion", "kind", "metadata", "spec");

  private SparkApplicationSchema() {}

  private static JsonNode read() {
    try (InputStream resource =
        SparkApplicationSchema.class.getResourceAsStream(
            "/com/k2/marketdata/template/sparkapplication-spec.json")) {
      return new ObjectMapper().readTree(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The API version of the resource. */
  public static String apiVersion() {
    return SCHEMA.path("apiVersion").asText();
  }

  /** The kind of the resource. */
  public static String kind() {
    return SCHEMA.path("kind").asText();
  }

  /** One sentence for each error of a whole resource. */
  public static List<String> errors(JsonNode resource) {
    List<String> errors = new ArrayList<>();
    resource
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!PARTS.contains(name)) {
                errors.add(
                    name
                        + " is not a field of a SparkApplication."
                        + Suggestion.question(name, PARTS));
              }
            });
    requireText(resource, "apiVersion", apiVersion(), errors);
    requireText(resource, "kind", kind(), errors);
    if (!resource.path("metadata").path("name").isTextual()) {
      errors.add("metadata.name is missing.");
    }
    errors.addAll(
        new SchemaCheck(Set.of()).errors(resource.path("spec"), SCHEMA.path("spec"), "spec"));
    return List.copyOf(errors);
  }

  private static void requireText(
      JsonNode resource, String field, String expected, List<String> errors) {
    String text = resource.path(field).asText();
    if (!text.equals(expected)) {
      errors.add(field + " is '" + text + "'. It must be " + expected + ".");
    }
  }

  /**
   * One sentence for each error of some fields of {@code spec}. Required fields of it, the driver
   * and the executor may be missing.
   *
   * @param path of the fields, for the sentences
   */
  public static List<String> errorsOfFields(JsonNode fields, String path) {
    return new SchemaCheck(Set.of(path, path + ".driver", path + ".executor"))
        .errors(fields, SCHEMA.path("spec"), path);
  }
}
