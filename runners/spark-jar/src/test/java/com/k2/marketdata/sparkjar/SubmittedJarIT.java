package com.k2.marketdata.sparkjar;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.catalog.LocalCatalog;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.RestCatalogServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar on the command line of {@code spark-submit}, with its own main class, as the documents
 * show it; once for each kind of catalog.
 */
@Tag("long")
class SubmittedJarIT {
  /** Of the sample's 2,000 trades, in bronze and silver. */
  private static final String ROWS = "Clean: 4,000 rows;";

  @TempDir private Path folder;
  private BusyCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new BusyCluster(folder);
    cluster.k2("feed", "--exchange=binance", "--file=" + SampleTrades.binance(folder)).succeeded();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void tablesAreInPostgresAndS3() {
    fillsAndVerifies("--catalogConfig=" + cluster.catalogConfig());
  }

  @Test
  void tablesAreInTheEmbeddedCatalog() {
    Path state = folder.resolve("embedded");
    fillsAndVerifies("--state=" + state);
    assertThat(state.resolve("catalog.db")).exists();
  }

  @Test
  void tablesAreInARestCatalog() throws IOException {
    Path lake = folder.resolve("lake");
    try (RestCatalogServer server = RestCatalogServer.start(LocalCatalog.in(lake, "market_data"))) {
      Path file = folder.resolve("rest.properties");
      Map<String, String> properties =
          Map.of(
              "type",
              "rest",
              "uri",
              server.uri(),
              "warehouse",
              lake.toString(),
              "token",
              RestCatalogServer.TOKEN);
      Files.write(file, properties.entrySet().stream().map(Object::toString).toList());
      fillsAndVerifies("--catalogConfig=" + file);
    }
  }

  private void fillsAndVerifies(String catalog) {
    assertThat(submit("run", "medallion", "--exchange=binance", "--trigger=once", catalog))
        .contains("medallion of [binance] is done");
    assertThat(submit("verify", "--contents", "--exchange=binance", catalog)).contains(ROWS);
  }

  private String submit(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                cluster.spark().home().resolve("bin/spark-submit").toString(),
                "--master",
                cluster.masterUrl(),
                "--driver-memory",
                "480m",
                "--executor-memory",
                "480m",
                "--executor-cores",
                "1",
                "--total-executor-cores",
                "2",
                SparkJar.path().toString()));
    command.addAll(List.of(arguments));
    command.add(cluster.bootstrapOption());
    try (DriverProcess driver =
        DriverProcess.start(Map.of("SPARK_LOCAL_IP", "127.0.0.1"), command)) {
      assertThat(driver.exitCode()).as(driver::log).isZero();
      return driver.log();
    }
  }
}
