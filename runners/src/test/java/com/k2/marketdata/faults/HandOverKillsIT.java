package com.k2.marketdata.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.Drivers;
import com.k2.marketdata.testing.ExactlyOnce;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.FaultyFiles;
import com.k2.marketdata.testing.HandOver;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.PublishedTrades;
import com.k2.marketdata.testing.Tables;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * I1 and I4, on Spark: a driver that is killed at any step after bronze's commit, on the way from
 * bronze to silver to the dead letters, leaves tables from which the next driver continues without
 * loss or duplicates. Each kill is shown to have hit its step.
 */
class HandOverKillsIT {
  private static final String SPARK = "SparkRunner";
  private static final String STRICT = "--maxTradeAge=1d";
  private static final String SMALL_CYCLES = "--maxRecordsPerCycle=600";

  private static LocalKafka kafka;
  private static PublishedTrades published;

  @TempDir private Path state;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start();
    published = PublishedTrades.on(kafka, "binance", "trades", 3).publish(1_800);
  }

  @AfterAll
  static void stop() {
    published.close();
    kafka.close();
  }

  @ParameterizedTest
  @CsvSource({
    "medallion, halt_before@silver_binance_trades#3, BRONZE_AHEAD",
  })
  void killAtCommitLosesAndDuplicatesNothing(String pipeline, String fault, HandOver expected) {
    killAtCommit(pipeline, fault, expected);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "medallion, halt_after@bronze_binance_trades#3, BRONZE_AHEAD",
    "medallion, halt_before@silver_dlq_trades#3, DEAD_LETTERS_PENDING",
    "medallion, halt_after@silver_binance_trades#3, DEAD_LETTERS_PENDING",
    "medallion, halt_after@silver_dlq_trades#3, COMPLETE",
    "silver, halt_before@silver_binance_trades#3, BRONZE_AHEAD",
    "silver, halt_after@silver_binance_trades#3, DEAD_LETTERS_PENDING",
  })
  void killAtOtherCommitsLosesAndDuplicatesNothing(
      String pipeline, String fault, HandOver expected) {
    killAtCommit(pipeline, fault, expected);
  }

  @Test
  void killDuringAppendLosesAndDuplicatesNothing() {
    killDuringAppend("medallion", FaultyFiles.MANIFEST_LIST, 3); // the start's, and two cycles'
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "medallion, " + FaultyFiles.METADATA + ", 4", // the table's creation, its start, two cycles
    "silver, " + FaultyFiles.MANIFEST_LIST + ", 3",
  })
  void killDuringOtherAppendsLosesAndDuplicatesNothing(String pipeline, String files, int number) {
    killDuringAppend(pipeline, files, number);
  }

  @Test
  void killWhileReadingBronzeLosesAndDuplicatesNothing() {
    Drivers drivers = new Drivers(published, SPARK, state);
    drivers.run("bronze", SMALL_CYCLES);

    assertHalted(
        drivers.start(
            "silver",
            Drivers.all(
                FaultyFiles.options(state, FaultyFiles.Action.HALT_READ, Market.BRONZE, 2),
                SMALL_CYCLES,
                STRICT)));

    assertContinuesFrom(HandOver.BRONZE_AHEAD, drivers, "silver");
  }

  private void killAtCommit(String pipeline, String fault, HandOver expected) {
    Drivers drivers = driversOf(pipeline);

    assertHalted(drivers.startWith(Fault.parse(fault), pipeline, SMALL_CYCLES, STRICT));

    assertContinuesFrom(expected, drivers, pipeline);
  }

  private void killDuringAppend(String pipeline, String files, int number) {
    Drivers drivers = driversOf(pipeline);

    assertHalted(
        drivers.start(
            pipeline,
            Drivers.all(
                FaultyFiles.options(
                    state, FaultyFiles.Action.HALT_WRITE, Market.DEAD_LETTERS, files, number),
                SMALL_CYCLES,
                STRICT)));

    assertContinuesFrom(HandOver.DEAD_LETTERS_PENDING, drivers, pipeline);
  }

  private Drivers driversOf(String pipeline) {
    if (pipeline.equals("silver")) {
      new Drivers(published, "DirectRunner", state).run("bronze");
    }
    return new Drivers(published, SPARK, state);
  }

  private static void assertHalted(DriverProcess driver) {
    try (driver) {
      assertThat(driver.exitCode()).as(driver::log).isEqualTo(FaultyCatalog.HALTED);
    }
  }

  private void assertContinuesFrom(HandOver expected, Drivers drivers, String pipeline) {
    assertThat(HandOver.in(state, published)).isEqualTo(expected);
    Map<Integer, Long> judged =
        TableLedgers.read(Tables.of(state).table(Market.SILVER))
            .of(published.topic())
            .orElseThrow()
            .next();
    assertThat(judged).isNotEqualTo(published.ends());

    drivers.run(pipeline);

    ExactlyOnce.of(state, published).judgedStrictlyBelow(judged).holds();
  }
}
