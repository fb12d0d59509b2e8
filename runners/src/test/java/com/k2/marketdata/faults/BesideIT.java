package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.launch.PipelineLauncher;
import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.Compaction;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.Tables;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers, exchanges and a compaction that run at the same time. */
class BesideIT {
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=300";

  private static LocalKafka kafka;
  private static PublishedTrades binance;
  private static PublishedTrades kraken;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    binance = on("binance").publish(1_500);
    kraken = on("kraken").publish(1_500);
  }

  @AfterAll
  static void stop() {
    binance.close();
    kraken.close();
    kafka.close();
  }

  @Test
  void exchangesAndCompactionMayShareTheDeadLetters(@TempDir Path state) {
    new Drivers(kraken, "DirectRunner", state)
        .run("bronze"); // creates the tables and their namespace
    try (DriverProcess one =
            new Drivers(binance, "DirectRunner", state).start("medallion", SMALL_CYCLES);
        DriverProcess other =
            new Drivers(kraken, "DirectRunner", state).start("medallion", SMALL_CYCLES)) {
      int compactions = 0;
      while (one.isAlive() || other.isAlive()) {
        if (Compaction.of(state, "silver_dlq_trades")) {
          compactions++;
        } else {
          Await.pause(20);
        }
      }
      assertThat(one.exitCode()).as(one::log).isZero();
      assertThat(other.exitCode()).as(other::log).isZero();
      assertThat(compactions).isPositive();
    }

    ExactlyOnce.of(state, binance).holds();
    ExactlyOnce.of(state, kraken).holds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void oneProcessMayRunTwoExchanges(String runner, @TempDir Path state) {
    PipelineLauncher.named("medallion")
        .run(
            "--runner=" + runner,
            "--sparkMaster=local[2]",
            "--exchange=binance,kraken",
            "--maxRecordsPerCycle=1000",
            "--state=" + state,
            "--bootstrapServers=" + kafka.bootstrap());

    ExactlyOnce.of(state, binance).holds();
    ExactlyOnce.of(state, kraken).holds();
  }

  @Test
  void bronzeWithSilverGivesMedallionsRows(@TempDir Path apart, @TempDir Path together) {
    try (PublishedTrades published = PublishedTrades.on(kafka, "binance", "apart", 3)) {
      Drivers drivers = new Drivers(published, "DirectRunner", apart);
      drivers.run("bronze");
      try (DriverProcess bronze = drivers.start("bronze", "--trigger=500ms", SMALL_CYCLES);
          DriverProcess silver = drivers.start("silver", "--trigger=500ms", SMALL_CYCLES)) {
        published.publishDuring(
            () -> {
              bronze.awaitLog(" cycle=");
              silver.awaitLog(" cycle=");
            });
        published.publish(1_000);
        ExactlyOnce.of(apart, published).awaitCaughtUp(silver);
      }
      new Drivers(published, "DirectRunner", together).run("medallion");

      ExactlyOnce.of(apart, published).holds();
      for (String table :
          new String[] {"bronze_binance_trades", "silver_binance_trades", "silver_dlq_trades"}) {
        assertThat(Tables.of(apart).contents(table)).isEqualTo(Tables.of(together).contents(table));
      }
    }
  }

  private static PublishedTrades on(String exchange) {
    return PublishedTrades.on(kafka, exchange, Exchanges.named(exchange).topic(), 3);
  }
}
