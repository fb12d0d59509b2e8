package com.k2.marketdata.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.catalog.LocalFileIO;
import com.k2.marketdata.maintain.MaintenanceReport;
import com.k2.marketdata.maintain.StepReport;
import com.k2.marketdata.oracle.MaintainCall;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.K2Run;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LocalServices;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.RestCatalogServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipelines, maintenance and the checks with each kind of catalog and store. */
class StoresIT {
  private static final List<String> TABLES =
      List.of(
          "bronze_binance_trades",
          "bronze_kraken_trades",
          "silver_binance_trades",
          "silver_kraken_trades",
          "silver_dlq_trades");
  private static final int MESSAGES = 800;
  private static final Duration LATER = Duration.ofHours(3);

  private static LocalKafka kafka;
  private static LocalServices services;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    services = LocalServices.start();
    for (String exchange : List.of("binance", "kraken")) {
      PublishedTrades.on(kafka, exchange, "market.crypto.trades." + exchange + ".raw", 2)
          .publish(MESSAGES)
          .close();
    }
  }

  @AfterAll
  static void stop() {
    services.close();
    kafka.close();
  }

  @Test
  void postgresCatalogWithFilesInS3() throws IOException {
    check(inPostgres("pg_s3", services.store("pg-s3")), services.object("pg-s3"));
  }

  @Tag("long")
  @Test
  void postgresCatalogWithLocalFiles() throws IOException {
    Path warehouse = folder.resolve("warehouse");
    check(
        inPostgres(
            "pg_files",
            Map.of("warehouse", "file://" + warehouse, "io-impl", LocalFileIO.class.getName())),
        warehouse);
  }

  @Tag("long")
  @Test
  void restCatalogWithFilesInS3() throws IOException {
    CatalogConfig backing = inPostgres("rest_s3", services.store("rest-s3"));
    try (RestCatalogServer server = RestCatalogServer.start(backing)) {
      Map<String, String> properties = services.store("rest-s3");
      properties.putAll(
          Map.of("type", "rest", "uri", server.uri(), "token", RestCatalogServer.TOKEN));
      check(new CatalogConfig("rest_s3", properties), services.object("rest-s3"));
    }
  }

  /** I3. */
  @Tag("long")
  @Test
  void secondDriverOnPostgresEndsWithAConflict() {
    CatalogConfig catalog = inPostgres("race", services.store("race"));
    String[] options = {
      LocalServices.option(catalog, folder.resolve("catalog.properties")),
      "--namespace=race",
      "--trigger=1s"
    };
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "race", 3)) {
      Drivers drivers = new Drivers(published, "DirectRunner", folder.resolve("state"));
      drivers.run("medallion", options[0], options[1]);
      try (DriverProcess one = drivers.start("medallion", options);
          DriverProcess other = drivers.start("medallion", options)) {
        published.publishDuring(
            () ->
                Await.until(
                    "a driver ends",
                    () -> !one.isAlive() || !other.isAlive(),
                    () -> one.log() + other.log()));
        DriverProcess ended = one.isAlive() ? other : one;
        assertThat(ended.exitCode()).as(ended::log).isEqualTo(ExitCode.CONFLICT.code());
      }
      drivers.run("medallion", options[0], options[1]);
      K2Run.of(
              "verify",
              "--strict",
              "--contents",
              options[0],
              options[1],
              "--bootstrap=" + kafka.bootstrap())
          .succeeded();
      assertThat(count(catalog, options[0], "bronze_binance_trades"))
          .isEqualTo(published.messages().size());
    }
  }

  /**
   * @param warehouse the files of the tables, on this machine
   */
  private void check(CatalogConfig catalog, Path warehouse) throws IOException {
    String option = LocalServices.option(catalog, folder.resolve("catalog.properties"));
    K2Run.of(
            "run",
            "medallion",
            "--exchange=binance,kraken",
            option,
            "--namespace=" + catalog.namespace(),
            "--bootstrap=" + kafka.bootstrap(),
            "--maxRecordsPerCycle=100",
            "--maxCycleAge=5m")
        .succeeded();
    verify(catalog, option);
    maintain(catalog, warehouse);
    verify(catalog, option);
    for (String exchange : List.of("binance", "kraken")) {
      assertThat(count(catalog, option, "bronze_" + exchange + "_trades")).isEqualTo(MESSAGES);
    }
  }

  private void maintain(CatalogConfig catalog, Path warehouse) throws IOException {
    Path orphan = plantOrphan(warehouse);
    int snapshots = snapshots(catalog);
    long files = files(catalog);

    execute(catalog, Instant.now(), "--steps=compact", "--settle=0s");
    assertThat(files(catalog)).isLessThan(files);
    MaintenanceReport report =
        execute(
            catalog,
            Instant.now().plus(LATER),
            "--steps=expire,orphans",
            "--young",
            "--snapshotAge=10m",
            "--minSnapshots=1",
            "--orphanAge=30m");
    assertThat(orphan).doesNotExist();
    assertThat(snapshots(catalog)).isLessThan(snapshots);
    assertThat(report.tables())
        .flatExtracting(MaintenanceReport.TableReport::steps)
        .extracting(StepReport::outcome)
        .contains(StepReport.Outcome.DONE);
  }

  private static MaintenanceReport execute(CatalogConfig catalog, Instant now, String... options) {
    List<String> all = new ArrayList<>(List.of("--execute"));
    all.addAll(List.of(options));
    MaintenanceReport report = MaintainCall.at(now, catalog, all);
    assertThat(report.exitCode()).as(report.toString()).isEqualTo(ExitCode.DONE);
    assertThat(report.tables())
        .extracting(MaintenanceReport.TableReport::table)
        .containsAll(TABLES);
    return report;
  }

  private static Path plantOrphan(Path warehouse) throws IOException {
    try (Stream<Path> files = Files.walk(warehouse)) {
      Path data =
          files
              .filter(file -> file.endsWith("bronze_binance_trades/data"))
              .findFirst()
              .orElseThrow();
      Path orphan = Files.writeString(data.resolve("lost.parquet"), "lost");
      Files.setLastModifiedTime(orphan, FileTime.from(Instant.now().minus(LATER)));
      return orphan;
    }
  }

  private void verify(CatalogConfig catalog, String option) {
    K2Run.of(
            "verify",
            "--strict",
            "--contents",
            "--exchange=binance,kraken",
            option,
            "--namespace=" + catalog.namespace(),
            "--bootstrap=" + kafka.bootstrap())
        .succeeded();
  }

  private static long count(CatalogConfig catalog, String option, String table) {
    String out =
        K2Run.of(
                "sql",
                "SELECT count(*) FROM " + catalog.namespace() + "." + table,
                "--format=csv",
                option,
                "--namespace=" + catalog.namespace())
            .succeeded()
            .out();
    return Long.parseLong(out.strip().lines().reduce((first, second) -> second).orElseThrow());
  }

  private static long files(CatalogConfig catalog) {
    return Long.parseLong(bronze(catalog).currentSnapshot().summary().get("total-data-files"));
  }

  private static int snapshots(CatalogConfig catalog) {
    int count = 0;
    for (var ignored : bronze(catalog).snapshots()) {
      count++;
    }
    return count;
  }

  private static Table bronze(CatalogConfig catalog) {
    return catalog.open().loadTable(catalog.table("bronze_binance_trades"));
  }

  private static CatalogConfig inPostgres(String namespace, Map<String, String> files) {
    Map<String, String> properties = services.newDatabase(namespace);
    properties.putAll(files);
    return new CatalogConfig(namespace, properties);
  }
}
