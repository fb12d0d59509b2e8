package com.k2.marketdata.cycle;

import static com.k2.marketdata.testing.CycleFixture.EVERY_FIFTH;
import static com.k2.marketdata.testing.RawTrades.BINANCE;
import static com.k2.marketdata.testing.RawTrades.KAFKA_MILLIS;
import static com.k2.marketdata.testing.RawTrades.binance;
import static com.k2.marketdata.testing.RawTrades.bytes;
import static com.k2.marketdata.testing.RawTrades.message;
import static com.k2.marketdata.testing.RawTrades.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.CycleFixture;
import com.k2.marketdata.testing.Judge;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I2: the rows of a cycle follow from its plan and its messages, never from the wall clock. */
class I2DeterministicRowsTest {
  private static final LocalDate DAY_OF_THE_CYCLE =
      LocalDate.ofInstant(Instant.ofEpochMilli(KAFKA_MILLIS), ZoneOffset.UTC);
  private static final long TWO_YEARS_MILLIS = TimeUnit.DAYS.toMillis(730);

  @Test
  void equalPlansWriteEqualRowsInEveryColumn(@TempDir Path one, @TempDir Path other) {
    CycleFixture first = cycle(one);
    CycleFixture later = cycle(other);

    assertThat(rows(later.bronze())).hasSize(30).isEqualTo(rows(first.bronze()));
    assertThat(rows(later.silver())).hasSize(24).isEqualTo(rows(first.silver()));
    assertThat(rows(later.deadLetters())).hasSize(6).isEqualTo(rows(first.deadLetters()));
  }

  @Test
  void processingDatesComeFromThePlannedClock(@TempDir Path folder) {
    CycleFixture tables = cycle(folder);

    assertThat(TestLake.rows(tables.bronze()))
        .extracting(row -> row.getField("ingestion_date"))
        .containsOnly(DAY_OF_THE_CYCLE);
    assertThat(TestLake.rows(tables.deadLetters()))
        .extracting(row -> row.getField("dlq_date"))
        .containsOnly(DAY_OF_THE_CYCLE);
  }

  @Test
  void oldTradeOfAnOldMessageIsAccepted() {
    assertThat(judge(KAFKA_MILLIS, KAFKA_MILLIS)).isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void tradeAgeIsMeasuredAgainstTheKafkaTimestamp() {
    assertThat(judge(KAFKA_MILLIS, KAFKA_MILLIS + TWO_YEARS_MILLIS))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.TIMESTAMP_TOO_OLD));
  }

  @Test
  void todaysTradeIsInAnOldMessagesFuture() {
    assertThat(judge(System.currentTimeMillis(), KAFKA_MILLIS))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.TIMESTAMP_IN_FUTURE));
  }

  private static CycleFixture cycle(Path folder) {
    CycleFixture tables = new CycleFixture(folder, "trades");
    tables.run("c1", EVERY_FIFTH, 10, 20);
    return tables;
  }

  private static List<String> rows(Table table) {
    return TestLake.rows(table).stream().map(Object::toString).sorted().toList();
  }

  private static Outcome judge(long tradeMillis, long kafkaMillis) {
    return Judge.of(BINANCE)
        .judge(message(bytes(with(binance(), "trade_time_ms", tradeMillis)), kafkaMillis));
  }
}
