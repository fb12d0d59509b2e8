package com.k2.marketdata.cli.template;

import static com.k2.marketdata.cli.template.TemplateFiles.words;
import static com.k2.marketdata.cli.template.TemplateFiles.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.spark.SparkSubmitCommand;
import com.k2.marketdata.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateRenderTest {
  private static final String KAFKA =
      "parameters: {exchange: [binance, kraken], bootstrapServers: 'kafka:9092'}\n";

  private static final List<String> NAMES = Template.NAMES;

  private TemplateFiles files;

  @BeforeEach
  void open(@TempDir Path folder) {
    files = new TemplateFiles(folder);
  }

  @Test
  void submissionHasTheSettingsOfThePlan() throws Exception {
    List<String> words =
        words(files.render("medallion", KAFKA, "spark-submit", "--sparkHome=/spark"));
    assertThat(words).startsWith("MALLOC_ARENA_MAX=2", "/spark/bin/spark-submit", "--master");
    Map<String, String> conf =
        SparkSubmitCommand.withClassPath(
            SparkSettings.of(ResourcePlan.of("lean"), "medallion").conf(),
            Path.of("/opt/k2/k2-pipelines-spark.jar"));
    conf.forEach((name, value) -> assertThat(words).contains(name + "=" + value));
    assertThat(words.stream().filter("--conf"::equals)).hasSize(conf.size());
    assertThat(words)
        .containsSubsequence(
            "--deploy-mode",
            "client",
            "--class",
            "com.k2.marketdata.cli.SparkMain",
            "spark-internal",
            "run",
            "medallion",
            "--exchange=binance,kraken",
            "--bootstrapServers=kafka:9092",
            "--catalogConfig=/etc/k2/catalog.properties",
            "--trigger=10s",
            "--healthFile=/tmp/k2-medallion-binance-kraken.health",
            "--onFatal=hold",
            "--runner=SparkRunner");
  }

  @Test
  void jobOfAPlanGivesSizesAndExchange() throws Exception {
    String text = "name: k2-silver-kraken\nparameters: {bootstrapServers: 'kafka:9092'}";
    List<String> words =
        words(
            files.render(
                "silver",
                text,
                "spark-submit",
                "--plan=classic",
                "--job=silver-kraken",
                "--master=spark://m:7077"));
    assertThat(words)
        .contains(
            "spark://m:7077",
            "spark.executor.memory=768m",
            "spark.cores.max=1",
            "--exchange=kraken",
            "--jobName=k2-silver-kraken");
  }

  @Test
  void fileReplacesSizesAndAddsFields() throws Exception {
    String block =
        """
        spark:
          mainApplicationFile: /jars/k2.jar
          driver: {memory: 1g, javaOptions: -Dk2.log=debug}
          executor: {instances: 3, cores: 2}
          sparkConf: {spark.ui.enabled: 'true'}
        """;
    List<String> words = words(files.render("medallion", KAFKA + block, "spark-submit"));
    assertThat(words)
        .contains(
            "spark.driver.memory=1024m",
            "spark.executor.memory=480m",
            "spark.cores.max=6",
            "spark.ui.enabled=true",
            "spark.executor.extraClassPath=/jars/k2.jar")
        .anyMatch(
            word ->
                word.startsWith("spark.driver.extraJavaOptions=-XX:+UseSerialGC")
                    && word.endsWith(" -Dk2.log=debug"));
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyTemplateIsASparkApplication(String template) throws Exception {
    JsonNode resource = yaml(files.render(template, parameters(template), "spark-operator"));
    assertThat(resource.at("/metadata/name").asText()).startsWith("k2-" + template);
    JsonNode spec = resource.path("spec");
    assertThat(spec.at("/restartPolicy/type").asText()).isEqualTo("OnFailure");
    assertThat(spec.at("/driver/memory").asText()).isEqualTo("480m");
    assertThat(spec.at("/driver/javaOptions").asText()).contains("--add-opens=java.base/java.nio");
    assertThat(spec.at("/executor/instances").asInt()).isPositive();
    assertThat(spec.path("arguments").toString()).containsOnlyOnce("--runner=SparkRunner");
    assertThat(spec.at("/driver/envFrom/0/secretRef/optional").asBoolean()).isTrue();
  }

  @Test
  void textsOfTheResourceAreQuoted() throws Exception {
    String block =
        "spark: {driver: {env: [{name: A, value: 'y'}, {name: B, value: '0o17'}],"
            + " labels: {n: 'a: b', 'no': c, \"On\": d, nothing: e}}}";
    assertThat(files.render("maintain", block, "spark-operator"))
        .contains("value: \"y\"", "value: \"0o17\"", "\"n\": \"a: b\"", "instances: 1\n")
        .contains("\"no\": \"c\"", "\"On\": \"d\"", " nothing: \"e\"")
        .contains("kind: \"SparkApplication\"\n");
  }

  @Test
  void nameOfTheApplicationIsThatOfItsJob() throws Exception {
    String text = "parameters: {exchange: kraken, bootstrapServers: 'k:1'}";
    assertThat(words(files.render("medallion", text, "spark-submit")))
        .contains("--jobName=k2-medallion-kraken");
  }

  @Test
  void namesOfTwoExchangesDiffer() throws Exception {
    String text = "parameters: {exchange: %s, bootstrapServers: 'k:1'}";
    JsonNode kraken = yaml(files.render("medallion", text.formatted("kraken"), "spark-operator"));
    JsonNode binance = yaml(files.render("medallion", text.formatted("binance"), "spark-operator"));
    assertThat(kraken.at("/metadata/name").asText()).isEqualTo("k2-medallion-kraken");
    assertThat(binance.at("/metadata/name").asText()).isEqualTo("k2-medallion-binance");
    assertThat(kraken.at("/spec/arguments").toString())
        .contains("--healthFile=/tmp/k2-medallion-kraken.health");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trigger: once", "trigger: ~"})
  void runThatEndsByItselfDoesNotHold(String trigger) throws Exception {
    assertThat(files.render("maintain", "parameters: {" + trigger + "}", "spark-submit"))
        .doesNotContain("onFatal");
    assertThat(
            files.render(
                "maintain", "parameters: {" + trigger + ", onFatal: hold}", "spark-submit"))
        .contains("--onFatal=hold");
    assertThat(
            files.render("maintain", "parameters: {" + trigger + ", onFatal: ~}", "spark-submit"))
        .doesNotContain("onFatal");
  }

  @Test
  void fatalFailuresHoldInAPod() throws Exception {
    JsonNode spec = yaml(files.render("bronze", KAFKA, "spark-operator")).path("spec");
    assertThat(spec.path("arguments").toString()).contains("\"--onFatal=hold\"");
    assertThat(spec.at("/restartPolicy/onFailureRetries").asInt()).isEqualTo(10);
  }

  @Test
  void defaultsCanBeRemoved() throws Exception {
    String text = "parameters: {healthFile: ~, execute: false, trigger: once}";
    List<String> words = words(files.render("maintain", text, "spark-submit"));
    assertThat(words)
        .contains("--trigger=once")
        .noneMatch(word -> word.startsWith("--healthFile") || word.startsWith("--execute"));
    assertThat(words(files.render("maintain", "", "spark-submit")))
        .contains("--execute", "--trigger=6h");
  }

  private static String parameters(String template) {
    return switch (template) {
      case "replay" -> "parameters: {exchange: kraken}";
      case "maintain", "verify" -> "";
      default -> KAFKA;
    };
  }
}
