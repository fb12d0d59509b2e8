package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I6: a table rolled back by another tool is noticed, and processing continues from there. */
class I6RolledBackByHandIT {
  private static final int HOLE = 4;
  private static final int CONFLICT = 5;

  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @ParameterizedTest
  @CsvSource({"medallion, 1", "medallion, 3", "silver, 2"})
  void rolledBackSilverAndDeadLettersAreRestored(String pipeline, int snapshots) {
    Market market = threeCycles();
    List<String> silver = market.tables().contents(SILVER);
    List<String> deadLetters = market.tables().contents(DEAD_LETTERS);
    market.rollBack(SILVER, snapshots);
    assertThat(market.tables().contents(SILVER)).hasSizeLessThan(silver.size());

    market.run(pipeline).succeeded();

    market.assertExactlyOnce();
    market.assertEqualsKafka();
    assertThat(market.tables().contents(SILVER)).isEqualTo(silver);
    assertThat(market.tables().contents(DEAD_LETTERS)).isEqualTo(deadLetters);
  }

  @Test
  void deadLettersAheadAreRemovedWithoutNewMessages() {
    Market market = threeCycles();
    market.rollBack(SILVER, 1);
    market.rollBack(BRONZE, 1);

    market.run("silver").succeeded();

    assertThat(market.coordinates(BRONZE)).hasSize(20);
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEqualTo(market.coordinates(BRONZE));
    assertThat(market.position(DEAD_LETTERS)).isEqualTo(market.position(SILVER));
  }

  @ParameterizedTest
  @CsvSource({"medallion, 1", "silver, 2"})
  void deadLettersRolledBackAloneAreAHole(String pipeline, int snapshots) {
    Market market = threeCycles();
    long newest = market.table(DEAD_LETTERS).currentSnapshot().snapshotId();
    market.publish(0, 10);
    market.rollBack(DEAD_LETTERS, snapshots);
    Map<String, Long> before = market.snapshots();

    market
        .run(pipeline)
        .failed(
            HOLE,
            "Dead letters of " + market.topic() + " that silver has counted are missing",
            "Make its newest snapshot current again, or roll silver back with `k2 rollback`");
    assertThat(market.snapshots()).isEqualTo(before);

    market.table(DEAD_LETTERS).manageSnapshots().setCurrentSnapshot(newest).commit();
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  @Test
  void silverWaitsForRolledBackBronze() {
    Market market = threeCycles();
    market.rollBack(BRONZE, 2);
    Map<String, Long> before = market.snapshots();
    try (LogLines log = LogLines.listen()) {
      market.run("silver").succeeded();

      assertThat(log.all())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("silver-binance waits: bronze is at", "behind silver at")
                      .contains("was it rolled back?", "k2 run bronze"));
    }
    assertThat(market.snapshots()).isEqualTo(before);

    market.publish(0, 7);
    market.run("bronze", "--maxRecordsPerCycle=4").succeeded();
    market.run("silver").succeeded();
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  @Test
  void medallionRestoresRolledBackBronzeWithoutChangingSilver() {
    Market market = threeCycles();
    List<String> silver = market.tables().contents(SILVER);
    List<String> bronze = market.tables().contents(BRONZE);
    market.rollBack(BRONZE, 3);

    market.run("medallion", "--maxRecordsPerCycle=7").succeeded();

    market.assertExactlyOnce();
    market.assertEqualsKafka();
    assertThat(market.tables().contents(BRONZE)).isEqualTo(bronze);
    assertThat(market.tables().contents(SILVER)).isEqualTo(silver);
  }

  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER})
  void aRollbackDuringACycleIsAConflict(String table) {
    Market market = threeCycles();
    market.publish(0, 10);
    FaultyCatalog.of(FaultyCatalog.in(state)).beforeNext(table, () -> market.rollBack(table, 1));

    market
        .run("medallion", FaultyCatalog.options(state).toArray(String[]::new))
        .failed(CONFLICT, "The position of " + market.topic(), "its position was set");

    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  /** A market after three medallion cycles of ten messages, each with two dead letters. */
  private Market threeCycles() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 30);
    market.run("medallion", "--maxRecordsPerCycle=10").succeeded();
    assertThat(market.table(DEAD_LETTERS).history()).hasSize(1 + 3);
    return market;
  }
}
