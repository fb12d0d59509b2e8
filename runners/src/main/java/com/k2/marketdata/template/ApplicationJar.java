package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The field {@code mainApplicationFile}: a path in every container or machine, such as {@code
 * local:///opt/k2.jar}, or an address from which Spark copies the jar.
 */
final class ApplicationJar {
  private static final String FIELD = "mainApplicationFile";
  private static final String LOCAL = "local://";
  private static final Pattern RIGHT =
      Pattern.compile("(local://)?/[^\\s:]+|(?!local:|file:)[a-z][a-z0-9+.-]*://\\S+");

  private ApplicationJar() {}

  /** A sentence if the field is wrong. */
  static Optional<String> error(ObjectNode fields, String path) {
    JsonNode file = fields.path(FIELD);
    if (!file.isTextual() || RIGHT.matcher(file.asText()).matches()) {
      return Optional.empty(); // Missing, right, or refused by the schema.
    }
    return Optional.of(
        path
            + "."
            + FIELD
            + " is not the address of a jar. Write local:///PATH for a path that every container or"
            + " machine has, without spaces, or an address such as s3a://BUCKET/PATH.");
  }

  /** Writes a plain path as an address. */
  static void normalize(ObjectNode fields) {
    String file = fields.path(FIELD).asText();
    if (file.startsWith("/")) {
      fields.put(FIELD, LOCAL + file);
    }
  }
}
