package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.RegistryStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I5: an outage causes no dead letters and no loss; the driver waits until it is over. */
class I5OutagesIT {
  private static final String EVERY_SECOND = "--trigger=1s";
  private static final String PATIENT = "--maxFailedCycles=50";

  private static LocalKafka kafka;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void aBrokerOutageLosesNothing(@TempDir Path state) {
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "broker", 3);
        DriverProcess driver =
            new Drivers(published, "DirectRunner", state)
                .start(
                    "medallion",
                    EVERY_SECOND,
                    PATIENT,
                    "--kafka.request.timeout.ms=1000",
                    "--kafka.default.api.timeout.ms=2000")) {
      published.publish(500);
      awaitCaughtUp(driver, state, published);

      kafka.stop();
      driver.awaitLog("failed 2 of at most 50");
      kafka.restart();
      published.publish(500);

      awaitCaughtUp(driver, state, published);
      ExactlyOnce.of(state, published).holds();
    }
  }

  @Test
  void aRegistryOutageCausesNoDeadLetters(@TempDir Path state) {
    try (RegistryStub registry =
            new RegistryStub(Map.of(1, Exchanges.named("binance").rawSchema()));
        PublishedTrades published =
            PublishedTrades.on(kafka, "binance", "registry", 3).publish(500);
        DriverProcess driver =
            new Drivers(published, "DirectRunner", state)
                .start("medallion", EVERY_SECOND, PATIENT, "--schemaRegistry=" + registry.url())) {
      driver.awaitLog("failed 2 of at most 50");
      assertThat(driver.log()).doesNotContain(" cycle=");

      registry.start();
      awaitCaughtUp(driver, state, published);
      registry.stop();
      published.publish(500);

      awaitCaughtUp(driver, state, published); // the schema is cached by now
      ExactlyOnce.of(state, published).holds();
    }
  }

  @Test
  void storeOutageFailsCyclesUntilItIsOver(@TempDir Path state) throws IOException {
    Path store = state.resolve("warehouse");
    Path elsewhere = state.resolve("elsewhere");
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "store", 3);
        DriverProcess driver =
            new Drivers(published, "DirectRunner", state)
                .start("medallion", EVERY_SECOND, PATIENT)) {
      published.publish(500);
      awaitCaughtUp(driver, state, published);

      Files.move(store, elsewhere);
      Files.writeString(store, "not a folder");
      published.publish(500);
      driver.awaitLog("failed 2 of at most 50");
      Files.delete(store);
      Files.move(elsewhere, store);

      awaitCaughtUp(driver, state, published);
      ExactlyOnce.of(state, published).holds();
    }
  }

  @Test
  void catalogOutageFailsCyclesUpToTheLimit(@TempDir Path state) throws SQLException {
    String database = "jdbc:sqlite:" + state.resolve("catalog.db");
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "catalog", 3)) {
      Drivers drivers = new Drivers(published, "DirectRunner", state);
      String[] catalog =
          Drivers.all(
              drivers.faults(), "--catalog.uri=" + database + "?busy_timeout=200", EVERY_SECOND);
      try (DriverProcess driver = drivers.start("medallion", Drivers.all(catalog, PATIENT))) {
        published.publish(500);
        awaitCaughtUp(driver, state, published);

        try (Connection connection = DriverManager.getConnection(database);
            Statement statement = connection.createStatement()) {
          statement.execute("BEGIN EXCLUSIVE");
          published.publish(500);
          driver.awaitLog("failed 2 of at most 50");
          try (DriverProcess impatient =
              drivers.start("medallion", Drivers.all(catalog, "--maxFailedCycles=1"))) {
            assertThat(impatient.exitCode())
                .as(impatient::log)
                .isEqualTo(ExitCode.SYSTEM_FAULT.code());
          }
          statement.execute("ROLLBACK");
        }

        awaitCaughtUp(driver, state, published);
        ExactlyOnce.of(state, published).holds();
      }
    }
  }

  private static void awaitCaughtUp(DriverProcess driver, Path state, PublishedTrades published) {
    ExactlyOnce.of(state, published).awaitCaughtUp(driver);
  }
}
