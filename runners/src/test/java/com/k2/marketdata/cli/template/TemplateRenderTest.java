package com.k2.marketdata.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.k2.marketdata.plan.ResourcePlan;
import com.k2.marketdata.spark.SparkSettings;
import com.k2.marketdata.template.Template;
import com.k2.marketdata.template.schema.SparkApplicationSchema;
import com.k2.marketdata.testing.K2Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class TemplateRenderTest {
  private static final String KAFKA =
      "parameters: {exchange: [binance, kraken], bootstrapServers: 'kafka:9092'}\n";

  private static final List<String> NAMES = Template.NAMES;

  @TempDir private Path folder;

  @Test
  void submissionHasTheSettingsOfThePlan() throws Exception {
    List<String> words = words(render("medallion", KAFKA, "spark-submit", "--sparkHome=/spark"));
    assertThat(words).startsWith("MALLOC_ARENA_MAX=2", "/spark/bin/spark-submit", "--master");
    SparkSettings.of(ResourcePlan.of("lean"), "medallion")
        .conf()
        .forEach((name, value) -> assertThat(words).contains(name + "=" + value));
    assertThat(words.stream().filter("--conf"::equals))
        .hasSize(SparkSettings.of(ResourcePlan.of("lean"), "medallion").conf().size());
    assertThat(words)
        .containsSubsequence(
            "--deploy-mode",
            "client",
            "--class",
            "com.k2.marketdata.cli.SparkMain",
            "local:/opt/k2/k2-pipelines-spark.jar",
            "run",
            "medallion",
            "--exchange=binance,kraken",
            "--bootstrapServers=kafka:9092",
            "--catalogConfig=/etc/k2/catalog.properties",
            "--trigger=10s",
            "--healthFile=/tmp/k2.health",
            "--onFatal=hold",
            "--runner=SparkRunner");
  }

  @Test
  void jobOfAPlanGivesSizesAndExchange() throws Exception {
    String text = "name: k2-silver-kraken\nparameters: {bootstrapServers: 'kafka:9092'}";
    List<String> words =
        words(
            render(
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
    List<String> words = words(render("medallion", KAFKA + block, "spark-submit"));
    assertThat(words)
        .contains(
            "spark.driver.memory=1024m",
            "spark.executor.memory=480m",
            "spark.cores.max=6",
            "spark.ui.enabled=true",
            "local:/jars/k2.jar")
        .anyMatch(
            word ->
                word.startsWith("spark.driver.extraJavaOptions=-XX:+UseSerialGC")
                    && word.endsWith(" -Dk2.log=debug"));
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyTemplateIsASparkApplication(String template) throws Exception {
    JsonNode resource = yaml(render(template, parameters(template), "spark-operator"));
    assertThat(SparkApplicationSchema.errors(resource)).isEmpty();
    assertThat(resource.at("/metadata/name").asText()).isEqualTo("k2-" + template);
    JsonNode spec = resource.path("spec");
    assertThat(spec.at("/restartPolicy/type").asText()).isEqualTo("OnFailure");
    assertThat(spec.at("/driver/memory").asText()).isEqualTo("480m");
    assertThat(spec.at("/driver/javaOptions").asText()).contains("--add-opens=java.base/java.nio");
    assertThat(spec.at("/executor/instances").asInt()).isPositive();
    assertThat(spec.path("arguments").toString()).contains("--runner=SparkRunner");
  }

  @Test
  void fatalFailuresHoldInAPod() throws Exception {
    JsonNode spec = yaml(render("bronze", KAFKA, "spark-operator")).path("spec");
    assertThat(spec.path("arguments").toString()).contains("\"--onFatal=hold\"");
    assertThat(spec.at("/restartPolicy/onFailureRetries").asInt()).isEqualTo(10);
  }

  @Test
  void mavenRunsEverythingInOneProcess() throws Exception {
    List<String> words = words(render("medallion", KAFKA, "mvn"));
    assertThat(words)
        .containsSubsequence(
            "MALLOC_ARENA_MAX=2",
            "MAVEN_OPTS=-Xmx1440m",
            "mvn",
            "-Pspark",
            "exec:java",
            "-Dexec.mainClass=com.k2.marketdata.cli.SparkMain");
    assertThat(words.get(words.size() - 1))
        .startsWith("-Dexec.args=run medallion --exchange=binance,kraken ")
        .endsWith(" --runner=SparkRunner --sparkMaster=local[2]");
  }

  @Test
  void mavenGetsSpacesInQuotes() throws Exception {
    String text = KAFKA + "name: a";
    assertThat(
            words(
                    render(
                        "medallion",
                        text.replace("'kafka:9092'", "'kafka:9092', catalogConfig: my file"),
                        "mvn"))
                .toString())
        .contains(" \"--catalogConfig=my file\" ");
    K2Run.of(arguments("maintain", "parameters: {catalogConfig: '${user.home}/c'}", "mvn"))
        .failed(2, "contains ${, which Maven would replace.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark-submit", "spark-operator", "mvn"})
  void wrongFileIsNotRendered(String form) throws IOException {
    K2Run run = K2Run.of(arguments("medallion", "parameters: {exchange: nix}", form));
    run.failed(2, "- parameters.exchange has 'nix'.", "- No bootstrap servers are given.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void remoteJarIsRefusedForSubmission() throws IOException {
    String text = "spark: {mainApplicationFile: 's3a://jars/k2.jar'}";
    K2Run.of(arguments("maintain", text, "spark-submit"))
        .failed(2, "The field spark.mainApplicationFile is s3a://jars/k2.jar.");
    K2Run.of(arguments("maintain", text, "spark-operator")).succeeded();
    K2Run.of(arguments("maintain", text, "yarn"))
        .failed(2, "'yarn' is not a form. Use one of spark-submit, spark-operator, mvn.");
  }

  @Test
  void defaultsCanBeRemoved() throws Exception {
    String text = "parameters: {healthFile: ~, execute: false, trigger: once}";
    List<String> words = words(render("maintain", text, "spark-submit"));
    assertThat(words)
        .contains("--trigger=once")
        .noneMatch(word -> word.startsWith("--healthFile") || word.startsWith("--execute"));
    assertThat(words(render("maintain", "", "spark-submit"))).contains("--execute", "--trigger=6h");
  }

  @Test
  void describedParametersAreThoseOfTheOptions() throws IOException {
    String text = K2Run.of("template", "describe", "medallion").succeeded().out();
    assertThat(text)
        .contains(
            "Main class: com.k2.marketdata.cli.SparkMain",
            "  exchange (list; one of binance, kraken; required)",
            "  onFatal (enum; one of exit, hold; template: hold)",
            "  maxFailedCycles (whole number; default: 8)")
        .doesNotContain("  runner (", "  jobName (", "  cluster (");
    JsonNode verify =
        new ObjectMapper()
            .readTree(K2Run.of("template", "describe", "verify", "--format=json").out());
    List<String> names = new ArrayList<>();
    verify.path("parameters").forEach(parameter -> names.add(parameter.path("name").asText()));
    assertThat(names)
        .contains("exchange", "contents", "strict", "schemaRegistry", "catalog", "stallTimeout")
        .doesNotContain("cluster", "help", "maxFailedCycles")
        .doesNotHaveDuplicates();
    assertThat(K2Run.of("template", "list").succeeded().out())
        .contains("medallion  Kafka to bronze, silver and dead letters");
  }

  private static String parameters(String template) {
    return switch (template) {
      case "replay" -> "parameters: {exchange: kraken}";
      case "maintain", "verify" -> "";
      default -> KAFKA;
    };
  }

  private String render(String template, String text, String form, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(arguments(template, text, form));
    arguments.addAll(List.of(options));
    return K2Run.of(arguments).succeeded().out();
  }

  private List<String> arguments(String template, String text, String form) throws IOException {
    Path file = Files.writeString(folder.resolve("parameters.yaml"), text);
    return List.of("template", "render", template, "-f", file.toString(), "--to=" + form);
  }

  /** The words in which a shell splits a command. */
  private static List<String> words(String command) throws Exception {
    Process shell = new ProcessBuilder("bash", "-c", "printf '%s\\0' " + command).start();
    String words = new String(shell.getInputStream().readAllBytes(), "UTF-8");
    assertThat(shell.waitFor()).isZero();
    return List.of(words.split("\0"));
  }

  private static JsonNode yaml(String text) {
    Map<?, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new ObjectMapper().valueToTree(tree);
  }
}
