package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.AfterRecord;
import com.k2.marketdata.testing.FaultyFiles;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I2: a cycle's ranges and clock are fixed before its pipeline runs. */
class I2DeterministicCycleIT {
  private static final Map<String, String> PROCESSING_TIMES =
      Map.of(
          BRONZE, "ingestion_timestamp",
          SILVER, "validation_timestamp",
          DEAD_LETTERS, "error_timestamp");

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER, DEAD_LETTERS})
  void aRetriedTaskWritesTheSameRows(
      String table, @TempDir Path undisturbed, @TempDir Path disturbed) {
    Market expected = Market.open(kafka, undisturbed, 3);
    for (int partition = 0; partition < 3; partition++) {
      expected.publish(partition, 100); // as many as fit in the first cycle
    }
    expected.run("medallion").succeeded();

    Market actual = new Market(kafka, disturbed, expected.topic());
    try (LogLines log = LogLines.listen()) {
      actual.run("medallion", sparkThatFailsOneTask(disturbed, table)).succeeded();
      assertThat(log.all()).anyMatch(line -> line.contains("The store is unavailable: write"));
    }

    for (String name : Market.TABLES) {
      assertThat(actual.tables().contents(name))
          .as(name)
          .isEqualTo(expected.tables().contents(name));
      assertThat(actual.tables().rows(name))
          .as("times of processing in " + name)
          .extracting(row -> micros((OffsetDateTime) row.getField(PROCESSING_TIMES.get(name))))
          .containsOnly(actual.ledger(SILVER).clock());
    }
    assertThat(actual.ledger(BRONZE).sums()).isEqualTo(expected.ledger(BRONZE).sums()).hasSize(1);
    actual.requireSums();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void messagesThatArriveDuringACycleWait(String runner, @TempDir Path state) {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    List<String> planned = market.messages();
    AfterRecord.of(market.topic(), () -> market.publish(0, 10));

    market.run("medallion", AfterRecord.OPTION, "--runner=" + runner).succeeded();

    assertThat(market.messages()).hasSize(20);
    assertThat(market.coordinates(BRONZE)).isEqualTo(planned);
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEqualTo(planned);
  }

  private static String[] sparkThatFailsOneTask(Path state, String table) {
    return Stream.concat(
            Stream.of(FaultyFiles.options(state, FaultyFiles.Action.FAIL_WRITE, table, 2)),
            Stream.of(
                "--runner=SparkRunner", "--sparkMaster=local[2,4]", "--minRecordsPerTask=100"))
        .toArray(String[]::new);
  }

  private static long micros(OffsetDateTime time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
  }
}
