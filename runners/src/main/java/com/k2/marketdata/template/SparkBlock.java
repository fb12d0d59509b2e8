package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.options.settings.AddressSecrets;
import com.k2.marketdata.options.settings.SecretSettings;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.report.Heap;
import com.k2.marketdata.spark.ApplicationFields;
import com.k2.marketdata.template.schema.SparkApplicationSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks the fields of a SparkApplication in a parameter file. */
final class SparkBlock {
  private static final String SPARK = "spark";
  private static final List<String> PROCESSES = List.of("driver", "executor");
  private static final Set<String> OF_THE_TEMPLATE =
      Set.of("type", "mode", "mainClass", "arguments", "pythonVersion");

  private final ObjectNode fields;
  private final List<String> errors = new ArrayList<>();

  private SparkBlock(ObjectNode fields) {
    this.fields = fields;
  }

  /** One sentence for each error. */
  static List<String> errors(ObjectNode fields) {
    SparkBlock block = new SparkBlock(fields);
    block.errors.addAll(SparkApplicationSchema.errorsOfFields(fields, SPARK));
    OF_THE_TEMPLATE.stream().sorted().forEach(block::requireOfTemplate);
    PROCESSES.forEach(process -> block.process(SPARK + "." + process, fields.path(process)));
    block.options();
    return List.copyOf(block.errors);
  }

  private void requireOfTemplate(String name) {
    if (fields.has(name)) {
      errors.add(SPARK + "." + name + " must not be given, because the template decides it.");
    }
  }

  private void process(String path, JsonNode process) {
    size(path + ".memory", process.path("memory"), Heap.SMALLEST);
    size(path + ".memoryOverhead", process.path("memoryOverhead"), MemorySize.ZERO);
    if (process.path("javaOptions").asText().contains("-Xmx")) {
      errors.add(
          path + ".javaOptions sets the heap, which Spark refuses. Set " + path + ".memory.");
    }
    for (JsonNode variable : process.path("env")) {
      if (variable.has("value")) {
        requireNoSecret(
            path + ".env." + variable.path("name").asText(),
            variable.path("name").asText(),
            variable.path("value").asText());
      }
    }
    process
        .path("envVars")
        .fields()
        .forEachRemaining(
            entry ->
                requireNoSecret(
                    path + ".envVars." + entry.getKey(),
                    entry.getKey(),
                    entry.getValue().asText()));
  }

  private void size(String path, JsonNode value, MemorySize smallest) {
    if (!value.isTextual()) {
      return; // Missing, or refused by the schema.
    }
    try {
      if (MemorySize.parse(value.asText()).compareTo(smallest) < 0) {
        errors.add(
            path
                + " is "
                + value.asText()
                + ". It must be at least "
                + smallest.option()
                + ", because Spark needs 450 MB of usable heap.");
      }
    } catch (IllegalArgumentException e) {
      errors.add(path + " is '" + value.asText() + "', which " + e.getMessage() + ".");
    }
  }

  private void options() {
    fields
        .path("sparkConf")
        .fields()
        .forEachRemaining(
            entry -> {
              String path = SPARK + ".sparkConf." + entry.getKey();
              ApplicationFields.insteadOf(entry.getKey())
                  .ifPresent(
                      field -> errors.add(path + " has a field: set " + SPARK + "." + field + "."));
              if (ApplicationFields.isFixed(entry.getKey())) {
                errors.add(path + " must not be given, because K2 depends on its own value.");
              }
              requireNoSecret(path, entry.getKey(), entry.getValue().asText());
            });
    fields
        .path("hadoopConf")
        .fields()
        .forEachRemaining(
            entry ->
                requireNoSecret(
                    SPARK + ".hadoopConf." + entry.getKey(),
                    entry.getKey(),
                    entry.getValue().asText()));
  }

  private void requireNoSecret(String path, String name, String value) {
    if (SecretSettings.isCatalogSecret(name) || AddressSecrets.areIn(value)) {
      errors.add(
          path
              + " looks like a secret, which anyone who reads the rendered command or resource"
              + " would see. On Kubernetes, take it from a Secret with valueFrom or envFrom;"
              + " otherwise set it in the environment of spark-submit.");
    }
  }
}
