package com.k2.marketdata.cli.template;

import static com.k2.marketdata.cli.template.TemplateFiles.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.K2Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands cannot express, and what a form needs. */
class TemplateFormsTest {
  private static final String KAFKA =
      "parameters: {exchange: [binance, kraken], bootstrapServers: 'kafka:9092'}\n";

  private TemplateFiles files;

  @BeforeEach
  void open(@TempDir Path folder) {
    files = new TemplateFiles(folder);
  }

  @Test
  void mavenRunsEverythingInOneProcess() throws Exception {
    List<String> words = words(files.render("medallion", KAFKA, "mvn"));
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
                    files.render(
                        "medallion",
                        text.replace("'kafka:9092'", "'kafka:9092', catalogConfig: my file"),
                        "mvn"))
                .toString())
        .contains(" \"--catalogConfig=my file\" ");
    files
        .tryToRender("maintain", "parameters: {catalogConfig: '${user.home}/c'}", "mvn")
        .failed(2, "contains ${, which Maven would replace.");
  }

  /** Fields that would be lost. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark-submit | deps: {packages: [a:b:1]}             | spark.deps.packages",
        "spark-submit | dynamicAllocation: {enabled: true}    | spark.dynamicAllocation",
        "spark-submit | proxyUser: me                         | spark.proxyUser",
        "spark-submit | driver: {envVars: {A: b}}             | spark.driver.envVars",
        "spark-submit | driver: {env: [{name: A, valueFrom: {fieldRef: {fieldPath: p}}}]} |"
            + " spark.driver.env.A without a value",
        "mvn          | sparkConf: {spark.ui.enabled: 'true'} | spark.sparkConf",
        "mvn          | hadoopConf: {a: b}                    | spark.hadoopConf",
        "mvn          | driver: {javaOptions: -Da=b}          | spark.driver.javaOptions",
        "mvn          | deps: {jars: [/a.jar]}                | spark.deps.jars",
        "mvn          | driver: {env: [{name: MAVEN_OPTS, value: -Da=b}]} |"
            + " spark.driver.env.MAVEN_OPTS, because"
      })
  void fieldThatACommandCannotExpressIsRefused(String form, String field, String lost)
      throws IOException {
    String text = "spark: {" + field + ", restartPolicy: {type: Never}}";
    files
        .tryToRender("maintain", text, form)
        .failed(2, "k2: The form " + form + " cannot express " + lost);
    files.tryToRender("maintain", text, "spark-operator").succeeded();
  }

  @Test
  void masterMustBeAStandaloneCluster() throws IOException {
    assertRefused("spark-submit", "--master=local[2]", "--master=local[2] is not the address");
    assertRefused("mvn", "--master=spark://h:1", "--master applies only with --to=spark-submit");
    assertRefused("spark-operator", "--sparkHome=/s", "--sparkHome applies only with");
    assertThat(files.render("maintain", "", "spark-submit", "--master=spark://a:1,b:2"))
        .contains("spark://a:1,b:2");
  }

  private void assertRefused(String form, String option, String message) throws IOException {
    files.tryToRender("maintain", "", form, option).failed(2, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark-submit", "spark-operator", "mvn"})
  void wrongFileIsNotRendered(String form) throws IOException {
    K2Run run = files.tryToRender("medallion", "parameters: {exchange: nix}", form);
    run.failed(2, "- parameters.exchange has 'nix'.", "- No bootstrap servers are given.");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void remoteJarIsRefusedForSubmission() throws IOException {
    String text = "spark: {mainApplicationFile: 's3a://jars/k2.jar'}";
    files
        .tryToRender("maintain", text, "spark-submit")
        .failed(2, "The field spark.mainApplicationFile is s3a://jars/k2.jar.");
    files.tryToRender("maintain", text, "spark-operator").succeeded();
    files
        .tryToRender("maintain", text, "yarn")
        .failed(2, "'yarn' is not a form. Use one of spark-submit, spark-operator, mvn.");
  }
}
