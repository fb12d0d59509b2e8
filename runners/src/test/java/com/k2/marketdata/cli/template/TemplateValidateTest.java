package com.k2.marketdata.cli.template;

import static com.k2.marketdata.cli.template.TemplateFiles.errors;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.K2Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each error of a parameter file is one sentence. */
class TemplateValidateTest {
  private static final String RIGHT =
      """
      parameters:
        exchange: [binance, kraken]
        bootstrapServers: kafka:9092
        trigger: 10s
      """;

  private TemplateFiles files;

  @BeforeEach
  void open(@TempDir Path folder) {
    files = new TemplateFiles(folder);
  }

  @Test
  void rightFileIsAccepted() throws IOException {
    assertThat(files.validate("medallion", RIGHT).succeeded().out())
        .endsWith("fits the template medallion.\n");
    files.validate("bronze", RIGHT).succeeded();
    files.validate("silver", "parameters: {exchange: kraken, maxTradeAge: off}").succeeded();
    files.validate("maintain", "").succeeded();
    files
        .validate("verify", "parameters: {contents: true, schemaRegistry: 'http://registry:8081'}")
        .succeeded();
    files
        .validate(
            "replay", "parameters: {exchange: kraken, since: 2024-05-01T12:00:00Z, execute: true}")
        .succeeded();
  }

  /** A file in flow style, and the one sentence about it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{exchange: kraken, triger: 10s, kafkaConfig: k} | parameters.triger is not a parameter of"
            + " medallion. Did you mean trigger? `k2 template describe medallion` lists them.",
        "{kafkaConfig: k} | parameters.exchange is missing: The exchange or exchanges, comma"
            + " separated, for example binance,kraken.",
        "{exchange: coinbase, kafkaConfig: k} | parameters.exchange has 'coinbase'. Use one or"
            + " more of binance, kraken.",
        "{exchange: kraken, trigger: 10 seconds, kafkaConfig: k} | parameters.trigger is '10"
            + " seconds'. It must be 'once', or a duration such as 500ms, 10s, 5m or 2h.",
        "{exchange: kraken, maxFailedCycles: many, kafkaConfig: k} | parameters.maxFailedCycles is"
            + " 'many'. It must be a whole number.",
        "{exchange: kraken, maxRejectedShare: 50%, kafkaConfig: k} | parameters.maxRejectedShare is"
            + " '50%'. It must be a number.",
        "{exchange: kraken, onHole: wait, kafkaConfig: k} | parameters.onHole is 'wait'. It must be"
            + " one of hold, exit.",
        "{exchange: kraken, bootstrapServers: kafka} | parameters.bootstrapServers is 'kafka'. It"
            + " must be HOST:PORT, or several of these, comma separated.",
        "{exchange: kraken, maxBytesPerCycle: 64mb, kafkaConfig: k} | parameters.maxBytesPerCycle"
            + " is '64mb'. It must be 'auto', or a size such as 64m, 1g or 1048576.",
        "{exchange: kraken, runner: SparkRunner, kafkaConfig: k} | parameters.runner must not be"
            + " given. The form that is rendered decides it (--to).",
        "{exchange: kraken, jobName: mine, kafkaConfig: k} | parameters.jobName must not be given."
            + " Give the name of the application at the top of the file, as name.",
        "{exchange: kraken, password: x, kafkaConfig: k} | parameters.password looks like a secret,"
            + " which anyone who reads the rendered command or resource would see. Put it into the"
            + " file of catalogConfig or kafkaConfig, or into an environment variable to which that"
            + " file refers.",
        "{exchange: kraken, catalog.type: rest, kafkaConfig: k} | parameters.catalog.type is not a"
            + " parameter. Write catalog: {type: VALUE}.",
        "{exchange: kraken, catalog: rest, kafkaConfig: k} | parameters.catalog must be a mapping,"
            + " such as catalog: {KEY: VALUE}.",
        "{exchange: kraken, topic: ~, kafkaConfig: k} | parameters.topic has no value. Give one, or"
            + " remove the line.",
        "{exchange: kraken, kafkaConfig: k, kafkaConfig: l} | parameters.kafkaConfig is given"
            + " twice.",
        "{exchange: kraken, catalogConfig: [a], kafkaConfig: k} | parameters.catalogConfig must be"
            + " text.",
        "{exchange: kraken, kafkaConfig: k, namespace: \"a\\n"
            + "b\"} | parameters.namespace has a line break or another control character."
      })
  void wrongValueIsOneSentence(String parameters, String sentence) throws IOException {
    files.assertErrors("medallion", "parameters: " + parameters, sentence);
  }

  /** What the pipelines themselves refuse. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "medallion | {exchange: kraken} | No bootstrap servers are given. Set"
            + " --bootstrapServers=host:port, or start a local broker with `k2 up`.",
        "bronze | {exchange: 'binance,kraken', topic: t, kafkaConfig: k} | --topic=t requires a"
            + " single --exchange. Start one process per exchange.",
        "silver | {exchange: kraken, maxCycleAge: 13h} | --maxCycleAge=13h: must be more than 0 and"
            + " at most 12h. Tools that remove orphan files rely on it.",
        "silver | {exchange: kraken, stallTimeout: 10s} | --stallTimeout=10s is too short:"
            + " executors report progress every 10000 ms (spark.executor.heartbeatInterval), and"
            + " the timeout must be at least 3 times as long. Set it to 30000ms or more, or to 0s"
            + " for no limit.",
        "medallion | {exchange: kraken, kafka: {bootstrap.servers: 'k:1', sasl.jaas.config: x}} |"
            + " --kafka.sasl.jaas.config looks like a secret, and all users of this machine can see"
            + " a command line. Set it in a properties file, and name the file with"
            + " --kafkaConfig=FILE.",
        "silver | {exchange: kraken, schemaRegistry: 'http://me:pw@registry'} | A schema registry's"
            + " URL contains a user and password, which would appear in logs. Set them as the"
            + " environment variable K2_SCHEMA_REGISTRY_USER_INFO=user:password.",
        "silver | {exchange: kraken, topicIdentity: first} | --topicIdentity=first is not an id of"
            + " a topic. Give a random UUID, such as the output of uuidgen, or an id from `k2"
            + " ledger show --format=json`.",
        "maintain | {trigger: 6h, plan: plan.jsonl} | A plan is executed once: leave out --trigger"
            + " with --execute --plan=FILE.",
        "maintain | {snapshotAge: 1m} | Snapshots younger than 1 h expire only with --young;"
            + " --snapshotAge is",
        "maintain | {tables: silver} | --tables: 'silver' is not a table of K2.",
        "verify | {schemaRegistry: 'http://registry:8081'} | --schemaRegistry, --futureTolerance,"
            + " --maxTradeAge and --symbolList apply only with --contents.",
        "verify | {contents: true, symbolList: s.csv} | --symbolList is the list of one exchange."
            + " Name that exchange with --exchange.",
        "replay | {exchange: kraken, reason: unknown} | --reason=unknown is not an error reason."
            + " docs/dead-letters.md lists them.",
        "replay | {exchange: kraken, offsets: 1-2} | --offsets=1-2: must be FIRST-LAST or one"
            + " offset, such as 100-199 or 100, together with --partition."
      })
  void pipelinesOwnChecksApply(String template, String parameters, String sentence)
      throws IOException {
    files.assertErrors(template, "parameters: " + parameters, sentence);
  }

  @Test
  void exchangesMayHaveSpacesBetweenThem() throws IOException {
    String text = "parameters: {exchange: 'kraken, binance', bootstrapServers: 'k:1'}";
    files.validate("medallion", text).succeeded();
    files
        .validate("silver", "parameters: {exchange: 'kraken, binance'}", "--plan=classic")
        .failed(2, "k2: The plan classic has no job that runs silver of kraken,binance.");
  }

  @Test
  void jobOfAnotherExchangeIsRefused() throws IOException {
    files
        .validate(
            "silver", "parameters: {exchange: binance}", "--plan=classic", "--job=silver-kraken")
        .failed(
            2,
            "k2: The job silver-kraken of the plan classic reads kraken, but the parameter file has"
                + " the exchange binance.");
  }

  @Test
  void planThatCannotBeReadIsNoErrorOfTheFile() throws IOException {
    K2Run run = files.validate("medallion", RIGHT, "--plan=" + files.folder().resolve("gone.yaml"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("gone.yaml").doesNotContain("does not fit");
  }

  @Test
  void largeNumbersAreAccepted() throws IOException {
    files
        .validate("silver", "parameters: {exchange: kraken, maxFailedCycles: 2000000000}")
        .succeeded();
    files.assertErrors(
        "silver",
        "parameters: {exchange: kraken, maxFailedCycles: 3000000000}",
        "parameters.maxFailedCycles is '3000000000'. It must be a whole number.");
  }

  @Test
  void allErrorsAreReportedAtOnce() throws IOException {
    String text =
        """
        nam: x
        parameters:
          exchange: [binance, nix]
          trigger: soon
          maxCycleAge: 2d
          maxTasksPerCycle: -1
          catalog: {uri: 'jdbc:postgresql://u:p@h/db'}
          kafkaConfig: k
        spark:
          driver: {memory: 2048}
        """;
    K2Run run = files.validate("medallion", text);
    assertThat(errors(run))
        .anyMatch(error -> error.startsWith("nam is not a key"))
        .anyMatch(error -> error.startsWith("parameters.exchange has 'nix'"))
        .anyMatch(error -> error.startsWith("parameters.trigger is 'soon'"))
        .anyMatch(error -> error.startsWith("--maxCycleAge=2d"))
        .anyMatch(error -> error.startsWith("--maxTasksPerCycle=-1"))
        .anyMatch(error -> error.startsWith("--catalog.uri looks like a secret"))
        .anyMatch(error -> error.startsWith("spark.driver.memory is the number 2048"))
        .hasSize(7);
    assertThat(run.err()).doesNotContain("u:p@h");
  }

  @Test
  void fileMustExist() {
    K2Run.of(
            "template",
            "validate",
            "medallion",
            "-f",
            files.folder().resolve("gone.yaml").toString())
        .failed(2, "gone.yaml cannot be read");
    K2Run.of("template", "validate", "medalion", "-f", "x").failed(2, "Did you mean medallion?");
  }
}
