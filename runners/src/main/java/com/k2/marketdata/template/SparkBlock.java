package com.k2.marketdata.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.plan.MemorySize;
import com.k2.marketdata.plan.report.Heap;
import com.k2.marketdata.spark.RefusedOptions;
import com.k2.marketdata.template.schema.SparkApplicationSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the fields of a SparkApplication in a parameter file. */
final class SparkBlock {
  private static final String SPARK = "spark";
  private static final List<String> PROCESSES = List.of("driver", "executor");
  private static final Set<String> OF_THE_TEMPLATE =
      Set.of("type", "mode", "mainClass", "arguments", "pythonVersion");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern COLLECTOR =
      Pattern.compile("-XX:\\+Use(G1|Parallel|Z|Shenandoah|Epsilon)GC");
  private static final String WITHOUT_SERIAL = "-XX:-UseSerialGC";

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
    ApplicationJar.error(fields, SPARK).ifPresent(block.errors::add);
    block.errors.addAll(SecretFields.errors(fields, SPARK));
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
    javaOptions(path, Arrays.asList(process.path("javaOptions").asText().split("\\s+")));
    for (JsonNode variable : process.path("env")) {
      String name = variable.path("name").asText();
      if (variable.path("name").isTextual() && !VARIABLE.matcher(name).matches()) {
        errors.add(
            path
                + ".env has the name '"
                + name
                + "'. A name has letters, digits and _, and does not begin with a digit.");
      }
    }
  }

  private void javaOptions(String process, List<String> options) {
    String path = process + ".javaOptions";
    if (options.stream().anyMatch(option -> option.startsWith("-Xmx"))) {
      errors.add(path + " sets the heap, which Spark refuses. Set " + process + ".memory.");
    }
    if (process.equals(SPARK + ".executor")
        && options.stream().anyMatch(option -> option.startsWith("-Dspark"))) {
      errors.add(path + " sets options of Spark, which Spark refuses. Use sparkConf.");
    }
    options.stream()
        .filter(option -> COLLECTOR.matcher(option).matches())
        .filter(option -> !options.contains(WITHOUT_SERIAL))
        .forEach(
            option ->
                errors.add(
                    path
                        + " has "
                        + option
                        + ", but K2 sets -XX:+UseSerialGC, and a JVM with both does not start. Add "
                        + WITHOUT_SERIAL
                        + "."));
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
        .fieldNames()
        .forEachRemaining(
            option ->
                RefusedOptions.advice(option)
                    .ifPresent(
                        advice -> errors.add(SPARK + ".sparkConf." + option + ": " + advice)));
  }
}
