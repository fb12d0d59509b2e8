package com.k2.marketdata.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.K2Process;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.RestCatalogServer;
import com.k2.marketdata.testing.RestCatalogServer.Answer;
import com.k2.marketdata.testing.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pipelines and the command line with Iceberg's REST catalog instead of the local one. */
class RestCatalogIT {
  private static LocalKafka kafka;
  private static PublishedTrades published;

  /** The server's warehouse, which only the server's catalog names. */
  @TempDir private Path lake;

  @TempDir private Path elsewhere;
  private RestCatalogServer server;

  @BeforeAll
  static void startKafka() {
    kafka = LocalKafka.start();
    published = PublishedTrades.on(kafka, "binance", "trades", 2).publish(800);
  }

  @AfterAll
  static void stopKafka() {
    published.close();
    kafka.close();
  }

  @BeforeEach
  void startServer() {
    server = RestCatalogServer.start(lake);
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void tablesAreAsInTheLocalCatalog() throws IOException {
    assertTablesAreAsInTheLocalCatalog("SparkRunner");
  }

  @Tag("long")
  @Test
  void tablesOfDirectRunnerAreAsInLocalCatalog() throws IOException {
    assertTablesAreAsInTheLocalCatalog("DirectRunner");
  }

  private void assertTablesAreAsInTheLocalCatalog(String runner) throws IOException {
    drivers(published, runner).run("medallion", catalog(), "--maxRecordsPerCycle=500");

    ExactlyOnce.of(lake, published).holds();
    assertProperties(Market.BRONZE, 128);
    assertProperties(Market.SILVER, 64);
    assertProperties(Market.DEAD_LETTERS, 32);
    K2Run.of(
            "verify",
            "--strict",
            catalog(),
            "--state=" + state(),
            "--bootstrap=" + kafka.bootstrap(),
            "--runner=" + runner,
            "--sparkMaster=local[2]")
        .succeeded();
    String count = "SELECT count(*) FROM market_data." + Market.BRONZE;
    assertThat(K2Run.of("sql", count, "--format=csv", catalog()).succeeded().out())
        .endsWith("\n800\n");
    assertThat(state()).doesNotExist();
  }

  @Test
  void secretsAreReadFromTheEnvironment() throws IOException {
    String[] sql = {
      "sql", "SHOW TABLES", "--format=csv", "--state=" + state(), catalog("${env:K2_TEST_TOKEN}")
    };

    K2Process.Result answered =
        K2Process.run(elsewhere, Map.of("K2_TEST_TOKEN", RestCatalogServer.TOKEN), sql);
    assertThat(answered.exitCode()).as(answered.all()).isZero();

    K2Run.of(sql).failed(2, "K2_TEST_TOKEN, which is not set");
    sql[sql.length - 1] = catalog("wrong");
    K2Run.of(sql)
        .failed(3, "Could not list the tables of the catalog", "The token of the request is wrong");
    assertThat(state()).doesNotExist();
  }

  @Tag("long")
  @Test
  void driverSurvivesAnOutageOfTheCatalog() throws IOException {
    try (PublishedTrades running = PublishedTrades.on(kafka, "binance", "running", 2).publish(200);
        DriverProcess driver =
            drivers(running, "DirectRunner")
                .start("medallion", catalog(), "--trigger=100ms", "--maxFailedCycles=1000")) {
      ExactlyOnce.of(lake, running).awaitCaughtUp(driver);
      server.stop();
      running.publish(200);
      driver.awaitLog("failed 3 of at most 1000 times in a row");
      server.restart();
      ExactlyOnce.of(lake, running).awaitCaughtUp(driver);
      ExactlyOnce.of(lake, running).holds();
      driver.stop();
      assertThat(driver.exitCode()).isEqualTo(143);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUCCESS")
  void i3AnUnconfirmedCommitIsRecognized(Answer answer) throws IOException {
    server.answerCommits(answer);
    drivers(published, "DirectRunner").run("medallion", catalog(), "--maxFailedCycles=0");
    ExactlyOnce.of(lake, published).holds();
  }

  private Drivers drivers(PublishedTrades from, String runner) {
    return new Drivers(from, runner, state());
  }

  /** The folder where a local catalog would be created. */
  private Path state() {
    return elsewhere.resolve("state");
  }

  private String catalog() throws IOException {
    return catalog(RestCatalogServer.TOKEN);
  }

  private String catalog(String token) throws IOException {
    Path file = elsewhere.resolve("catalog.properties");
    Map<String, String> properties =
        Map.of("type", "rest", "uri", server.uri(), "warehouse", lake.toString(), "token", token);
    Files.write(file, properties.entrySet().stream().map(Object::toString).toList());
    return "--catalogConfig=" + file;
  }

  private void assertProperties(String table, long targetMegabytes) {
    assertThat(Tables.of(lake).table(table).properties())
        .containsEntry("write.parquet.compression-codec", "zstd")
        .containsEntry("write.target-file-size-bytes", Long.toString(targetMegabytes << 20))
        .containsEntry("write.metadata.compression-codec", "gzip")
        .containsEntry("write.metadata.delete-after-commit.enabled", "true")
        .containsEntry("write.metadata.previous-versions-max", "5")
        .containsEntry("commit.retry.num-retries", "20");
  }
}
