package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.ForeignEngine;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pipelines do after another engine has compacted their tables and expired snapshots. */
abstract class ForeignMaintenance {
  private static final int HOLE = 4;

  @TempDir protected Path state;

  /** Has a topic with messages, but no tables yet. */
  protected Market market;

  private ForeignEngine engine;

  abstract LocalKafka kafka();

  abstract ForeignEngine openEngine();

  @BeforeEach
  void open() {
    market = Market.open(kafka(), state, 1);
    market.publish(0, 12);
    engine = openEngine();
  }

  @Test
  void startAnchorsAllTablesAgainstLaterExpiry() {
    market.run("medallion").succeeded();
    TABLES.forEach(engine::compact);
    market.run("medallion").succeeded();
    TABLES.forEach(engine::expire);
    market.publish(0, 10);

    market.run("medallion").succeeded();
    assertComplete();
  }

  /** A running job could not anchor the table in time. */
  @Test
  void runningJobRestoresLostPositions() {
    try (DriverProcess job =
        market.startProcess(
            "medallion",
            List.of("--trigger=300ms", "--maxFailedCycles=5", "--retryBackoff=100ms"))) {
      awaitCaughtUp(job);
      job.awaitLog(" lag=0");
      for (String table : TABLES) {
        engine.compact(table);
        engine.expire(table);
        market.publish(0, 10);
        awaitCaughtUp(job);
        assertThat(job.log()).contains(table + " that had its position; restoring it");
      }
    }
    assertComplete();
  }

  /**
   * Without any process of K2 between compaction and expiry, the next start holds, until the
   * position is mended.
   */
  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER, DEAD_LETTERS})
  void startHoldsIfAPositionWasLost(String table) {
    market.run("medallion").succeeded();
    engine.compact(table);
    engine.expire(table);
    market.publish(0, 10);
    Map<String, Long> before = market.snapshots();

    market.run("medallion").failed(HOLE, table, "has snapshots but no position");
    assertThat(market.snapshots()).isEqualTo(before);

    market.command("ledger", "mend", "--yes").succeeded();
    market.run("medallion").succeeded();
    assertComplete();
  }

  @Test
  void silverReadsCompactedAndExpiredBronze() {
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    market.publish(0, 30);
    market.run("bronze").succeeded();
    engine.compact(BRONZE);
    market.run("bronze").succeeded();
    engine.expire(BRONZE);

    market.run("silver").succeeded();
    assertComplete();
  }

  private void assertComplete() {
    market.assertExactlyOnce();
    market.assertVerified();
  }

  private void awaitCaughtUp(DriverProcess job) {
    List<String> messages = market.messages();
    Await.until(
        "the job has caught up",
        () ->
            !job.isAlive()
                || market.tables().has(DEAD_LETTERS)
                    && market.coordinates(SILVER, DEAD_LETTERS).equals(messages),
        job::log);
    assertThat(job.isAlive()).as(job::log).isTrue();
  }
}
