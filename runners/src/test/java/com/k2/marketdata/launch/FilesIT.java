package com.k2.marketdata.launch;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of files that a cycle writes, and their size. */
class FilesIT {
  private static final int TRADES_PER_DAY = 864_000;
  private static final int DAYS = 3;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void smallCycleWritesOneFilePerTable(String runner) {
    Market market = Market.open(kafka, state, 30);
    for (int partition = 0; partition < 30; partition++) {
      market.publish(partition, 2);
    }

    market.run("medallion", "--runner=" + runner, "--sparkMaster=local[2]").succeeded();

    assertThat(files(market, BRONZE)).isEqualTo(1);
    assertThat(files(market, SILVER)).isEqualTo(1);
    assertThat(files(market, DEAD_LETTERS)).isEqualTo(1);
    market.assertExactlyOnce();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void cycleWritesOneFilePerTaskAndDay(int tasks) {
    Market market = Market.open(kafka, state, 6);
    publishDays(market, 6, 30);

    market
        .run(
            "medallion",
            "--runner=SparkRunner",
            "--sparkMaster=local[4]",
            "--minRecordsPerTask=1",
            "--maxTasksPerCycle=" + tasks)
        .succeeded();

    assertThat(files(market, BRONZE)).isEqualTo(tasks);
    assertThat(files(market, SILVER)).isEqualTo((long) tasks * DAYS);
    market.assertExactlyOnce();
  }

  @Test
  void daysInTurnMakeOneFileEach() {
    assertDaysInTurnMakeOneFileEach("SparkRunner");
  }

  @Tag("long")
  @Test
  void daysInTurnMakeOneFileEachOnDirectRunner() {
    assertDaysInTurnMakeOneFileEach("DirectRunner");
  }

  private void assertDaysInTurnMakeOneFileEach(String runner) {
    int days = 200;
    Market market = Market.open(kafka, state, 1);
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < 6 * days; i++) {
        long number = (long) (i % days) * TRADES_PER_DAY + i;
        publisher.sendLater(
            market.topic(), 0, NumberedTrades.START_MILLIS, NumberedTrades.binance(number));
      }
      publisher.flush();
    }

    market
        .run(
            "medallion",
            "--runner=" + runner,
            "--sparkMaster=local[2]",
            "--futureTolerance=201d",
            "--spillFolder=" + state.resolve("spills"))
        .succeeded();

    // Two cycles, of 100 and 1,100 messages.
    assertThat(files(market, BRONZE, "total-data-files")).isEqualTo(2);
    assertThat(files(market, SILVER, "total-data-files")).isEqualTo(100 + days);
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void filesHaveTheSizeOfTheTableProperty() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 1);
    market.run("bronze").succeeded();
    Table bronze = market.table(BRONZE);
    bronze.updateProperties().set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "20000").commit();
    market.publish(0, 6_000);

    market.run("bronze").succeeded();

    // Four cycles; without the property each would have added one file.
    assertThat(files(market, BRONZE, "total-data-files")).isBetween(6L, 9L);
    market.assertExactlyOnceIn(BRONZE);
  }

  /** Publishes trades of several days to each partition, in order. */
  private void publishDays(Market market, int partitions, int perDay) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < DAYS * perDay; i++) {
        long number = (long) (i / perDay) * TRADES_PER_DAY + i;
        for (int partition = 0; partition < partitions; partition++) {
          publisher.sendLater(
              market.topic(),
              partition,
              NumberedTrades.millis(number),
              NumberedTrades.binance(number));
        }
      }
      publisher.flush();
    }
  }

  /** The number of files that the newest cycle added. */
  private static long files(Market market, String table) {
    return files(market, table, "added-data-files");
  }

  private static long files(Market market, String table, String property) {
    return Long.parseLong(
        market.table(table).currentSnapshot().summary().getOrDefault(property, "0"));
  }
}
