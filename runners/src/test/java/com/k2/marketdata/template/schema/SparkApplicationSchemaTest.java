package com.k2.marketdata.template.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator would drop or refuse is refused, each with a sentence. */
class SparkApplicationSchemaTest {
  private static final String RIGHT =
      """
      {"apiVersion": "sparkoperator.k8s.io/v1beta2", "kind": "SparkApplication",
       "metadata": {"name": "k2-medallion"},
       "spec": {"type": "Java", "mode": "cluster", "sparkVersion": "3.5.7",
         "mainApplicationFile": "local:///opt/k2.jar",
         "restartPolicy": {"type": "OnFailure", "onFailureRetries": 3},
         "driver": {"cores": 1, "memory": "480m", "env": [{"name": "A", "value": "b"}]},
         "executor": {"instances": 2, "memory": "480m"},
         "sparkConf": {"spark.ui.enabled": "false"}}}
      """;

  @Test
  void rightResourceHasNoErrors() throws JsonProcessingException {
    assertThat(SparkApplicationSchema.errors(parse(RIGHT))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"driver\":       | \"drver\":        | spec.drver is not a field of a SparkApplication."
            + " Did you mean driver?;spec.driver is missing.",
        "\"cores\": 1      | \"core\": 1       | spec.driver.core is not a field of a"
            + " SparkApplication. Did you mean cores?",
        "\"value\": \"b\"  | \"valu\": \"b\"   | spec.driver.env[0].valu is not a field of a"
            + " SparkApplication. Did you mean value? The fields are name, value, valueFrom.",
        "\"executor\":     | \"labels\":       | spec.labels is not a field of a SparkApplication.;"
            + "spec.executor is missing.",
        "\"memory\": \"480m\", \"env\" | \"memory\": 480, \"env\" | spec.driver.memory is the"
            + " number 480. It must be text with a unit, such as 480m.",
        "\"OnFailure\"     | \"Sometimes\"     | spec.restartPolicy.type is 'Sometimes'. It must be"
            + " one of Never, Always, OnFailure.",
        "\"type\": \"Java\"| \"type\": \"java\"| spec.type is 'java'. It must be one of Java,"
            + " Python, Scala, R.",
        "\"instances\": 2  | \"instances\": 0  | spec.executor.instances is 0. It must be at least"
            + " 1.",
        "\"instances\": 2  | \"instances\": \"2\" | spec.executor.instances is \"2\". It must be a"
            + " whole number.",
        "\"false\"         | false             | spec.sparkConf.spark.ui.enabled is false. It must"
            + " be text; put it in quotes.",
        "v1beta2           | v1                | apiVersion is 'sparkoperator.k8s.io/v1'. It must"
            + " be sparkoperator.k8s.io/v1beta2.",
        "\"name\": \"k2-medallion\" | \"nam\": \"k2\" | metadata.name is missing.",
        "\"spec\":         | \"specs\":        | specs is not a field of a SparkApplication. Did"
            + " you mean spec?;spec is missing."
      })
  void wrongResourceIsRefused(String right, String wrong, String sentences)
      throws JsonProcessingException {
    assertThat(RIGHT).contains(right);
    assertThat(SparkApplicationSchema.errors(parse(RIGHT.replace(right, wrong))))
        .containsExactly(sentences.split(";(?! )"));
  }

  @Test
  void allErrorsAreReported() throws JsonProcessingException {
    String wrong = RIGHT.replace("\"480m\"", "480").replace("OnFailure", "onfailure");
    assertThat(SparkApplicationSchema.errors(parse(wrong))).hasSize(3);
  }

  @Test
  void partsMayBeIncomplete() throws JsonProcessingException {
    assertThat(SparkApplicationSchema.errorsOfFields(parse("{\"driver\": {}}"), "spark")).isEmpty();
    assertThat(SparkApplicationSchema.errorsOfFields(parse("{\"driver\": {\"a\": 1}}"), "spark"))
        .containsExactly("spark.driver.a is not a field of a SparkApplication.");
    assertThat(
            SparkApplicationSchema.errorsOfFields(
                parse("{\"driver\": {\"gpu\": {\"name\": \"a\"}}}"), "spark"))
        .containsExactly("spark.driver.gpu.quantity is missing.");
  }

  private static JsonNode parse(String json) throws JsonProcessingException {
    return new ObjectMapper().readTree(json);
  }
}
