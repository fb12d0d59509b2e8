package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.options.settings.AddressSecrets;
import com.k2.marketdata.options.settings.SecretSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds fields of a SparkApplication that look like secrets: by their names where users choose
 * these, and by addresses with a password everywhere.
 */
final class SecretFields {
  private static final Set<String> NAMED_BY_USERS =
      Set.of("sparkConf", "hadoopConf", "envVars", "labels", "annotations");

  private final List<String> errors = new ArrayList<>();

  private SecretFields() {}

  /**
   * One sentence for each error, without the values.
   *
   * @param path of the fields, for the sentences
   */
  static List<String> errors(ObjectNode fields, String path) {
    SecretFields secrets = new SecretFields();
    secrets.object(fields, path);
    return List.copyOf(secrets.errors);
  }

  private void object(JsonNode object, String path) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String below = path + "." + field.getKey();
      if (NAMED_BY_USERS.contains(field.getKey())) {
        field
            .getValue()
            .properties()
            .forEach(
                named -> setting(below + "." + named.getKey(), named.getKey(), named.getValue()));
      } else if (field.getKey().equals("env")) {
        field.getValue().forEach(variable -> variable(variable, below));
      } else if (field.getKey().equals("javaOptions")) {
        javaOptions(field.getValue().asText(), below);
      } else {
        value(field.getValue(), below);
      }
    }
  }

  private void value(JsonNode value, String path) {
    if (value.isObject()) {
      object(value, path);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        value(value.get(i), path + "[" + i + "]");
      }
    } else {
      setting(path, "", value);
    }
  }

  private void variable(JsonNode variable, String path) {
    String name = variable.path("name").asText();
    if (variable.has("value")) {
      setting(path + "." + name, name, variable.get("value"));
    }
  }

  private void javaOptions(String options, String path) {
    for (String option : options.split("\\s+")) {
      String[] parts = option.split("=", 2);
      if (parts.length == 2 && isSecret(parts[0], parts[1])) {
        add(path + " has the option " + parts[0] + ", which");
      }
    }
  }

  private void setting(String path, String name, JsonNode value) {
    if (isSecret(name, value.asText())) {
      add(path);
    }
  }

  private static boolean isSecret(String name, String value) {
    return SecretSettings.isCatalogSecret(name) || AddressSecrets.areIn(value);
  }

  private void add(String subject) {
    errors.add(
        subject
            + " looks like a secret, which anyone who reads the rendered command or resource would"
            + " see. On Kubernetes, take it from a Secret with valueFrom or envFrom; otherwise set"
            + " it in the environment of spark-submit.");
  }
}
