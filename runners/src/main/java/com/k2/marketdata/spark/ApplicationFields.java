package com.k2.marketdata.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.k2.marketdata.plan.Driver;
import com.k2.marketdata.plan.Executor;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The settings of an application in the words of a SparkApplication, the resource of Kubernetes'
 * Spark operator: fields where it has them, and options of Spark otherwise. From these fields, the
 * options for {@code spark-submit} can be made again.
 */
public final class ApplicationFields {
  private static final String DRIVER = "driver";
  private static final String EXECUTOR = "executor";
  private static final String SPARK_CONF = "sparkConf";
  private static final String ENV = "env";
  private static final String VARIABLE_OF_EXECUTORS = "spark.executorEnv.";
  private static final String TOTAL_CORES = "spark.cores.max";

  /** Options that have a field of the same meaning; the field is written OBJECT.NAME. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "spark.driver.memory", "driver.memory",
          "spark.driver.extraJavaOptions", "driver.javaOptions",
          "spark.executor.memory", "executor.memory",
          "spark.executor.cores", "executor.cores",
          "spark.executor.extraJavaOptions", "executor.javaOptions");

  /** Other options that have a field, or follow from fields. */
  private static final Map<String, String> OTHER_FIELDS =
      Map.of(
          TOTAL_CORES,
          "executor.instances",
          "spark.executor.instances",
          "executor.instances",
          "spark.driver.cores",
          "driver.cores",
          "spark.driver.memoryOverhead",
          "driver.memoryOverhead",
          "spark.executor.memoryOverhead",
          "executor.memoryOverhead");

  /** The version of Spark that K2 is built for. */
  public static final String SPARK_VERSION = "3.5.7";

  private ApplicationFields() {}

  /** The field of a driver or an executor that is to be used instead of an option of Spark. */
  static Optional<String> insteadOf(String option) {
    return Optional.ofNullable(FIELDS.getOrDefault(option, OTHER_FIELDS.get(option)));
  }

  /**
   * The fields {@code driver}, {@code executor} and {@code sparkConf} for these processes. The
   * overhead includes files that a driver keeps in memory.
   */
  public static ObjectNode of(Driver driver, Executor executor) {
    SparkSettings settings = SparkSettings.of(driver, executor);
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    ObjectNode ofDriver = fields.putObject(DRIVER).put("cores", 1);
    ObjectNode ofExecutor =
        fields
            .putObject(EXECUTOR)
            .put("cores", executor.cores())
            .put("instances", executor.count());
    ObjectNode conf = fields.putObject(SPARK_CONF);
    settings.conf().forEach((name, value) -> put(fields, conf, name, value));
    ofDriver.put(
        "memoryOverhead",
        driver.container().megabytes() - driver.budget().heap().megabytes() + "m");
    ofExecutor.put("memoryOverhead", executor.budget().overhead().option());
    settings.environment().forEach((name, value) -> variable(ofDriver, name, value));
    return fields;
  }

  private static void put(ObjectNode fields, ObjectNode conf, String name, String value) {
    if (name.startsWith(VARIABLE_OF_EXECUTORS)) {
      String variable = name.substring(VARIABLE_OF_EXECUTORS.length());
      variable((ObjectNode) fields.get(EXECUTOR), variable, value);
    } else if (FIELDS.containsKey(name)) {
      String[] field = FIELDS.get(name).split("\\.");
      ObjectNode process = (ObjectNode) fields.get(field[0]);
      if (!process.has(field[1])) {
        process.put(field[1], value);
      }
    } else if (!name.equals(TOTAL_CORES)) {
      conf.put(name, value);
    }
  }

  private static void variable(ObjectNode process, String name, String value) {
    process.withArray(ENV).addObject().put("name", name).put("value", value);
  }

  /** The options for {@code spark-submit} on a standalone cluster, sorted by name. */
  public static Map<String, String> conf(JsonNode fields) {
    Map<String, String> conf = new TreeMap<>();
    fields
        .path("hadoopConf")
        .fields()
        .forEachRemaining(
            entry -> conf.put("spark.hadoop." + entry.getKey(), entry.getValue().asText()));
    fields
        .path(SPARK_CONF)
        .fields()
        .forEachRemaining(entry -> conf.put(entry.getKey(), entry.getValue().asText()));
    FIELDS.forEach(
        (name, field) -> {
          JsonNode value = fields.at("/" + field.replace('.', '/'));
          if (!value.isMissingNode()) {
            conf.put(name, value.asText());
          }
        });
    conf.put(TOTAL_CORES, String.valueOf(cores(fields)));
    environment(fields.path(EXECUTOR))
        .forEach((name, value) -> conf.put(VARIABLE_OF_EXECUTORS + name, value));
    JsonNode jars = fields.at("/deps/jars");
    if (!jars.isMissingNode()) {
      conf.put(
          "spark.jars",
          StreamSupport.stream(jars.spliterator(), false)
              .map(JsonNode::asText)
              .collect(Collectors.joining(",")));
    }
    return conf;
  }

  /** The cores of all executors. */
  public static int cores(JsonNode fields) {
    JsonNode executor = fields.path(EXECUTOR);
    return executor.path("cores").asInt(1) * executor.path("instances").asInt(1);
  }

  /** The environment variables of the driver. */
  public static Map<String, String> driverEnvironment(JsonNode fields) {
    return environment(fields.path(DRIVER));
  }

  private static Map<String, String> environment(JsonNode process) {
    Map<String, String> variables = new TreeMap<>();
    for (JsonNode variable : process.path(ENV)) {
      if (variable.has("value")) {
        variables.put(variable.path("name").asText(), variable.path("value").asText());
      }
    }
    return variables;
  }
}
