package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.DriverProcess;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I8: pipelines continue after another tool has compacted their tables and expired snapshots. */
class I8ForeignMaintenanceIT {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @Test
  void startAnchorsAllTablesAgainstLaterExpiry() {
    Market market = market();
    market.run("medallion").succeeded();
    TABLES.forEach(name -> ForeignTool.rewrite(market.table(name)));
    market.run("medallion").succeeded();
    TABLES.forEach(name -> ForeignTool.expire(market.table(name)));
    market.publish(0, 10);

    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER, DEAD_LETTERS})
  void runningJobRestoresALostPosition(String name) {
    Market market = market();
    try (DriverProcess job =
        market.startProcess(
            "medallion",
            List.of("--trigger=300ms", "--maxFailedCycles=5", "--retryBackoff=100ms"))) {
      awaitCaughtUp(market, job);
      job.awaitLog(" lag=0");
      ForeignTool.rewrite(market.table(name));
      ForeignTool.expire(market.table(name));
      market.publish(0, 10);

      awaitCaughtUp(market, job);
      assertThat(job.log()).contains("restoring it as last read");
    }
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void silverReadsCompactedAndExpiredBronze() {
    Market market = bronzeAheadOfSilver();
    ForeignTool.rewrite(market.table(BRONZE));
    market.run("bronze").succeeded();
    ForeignTool.expire(market.table(BRONZE));

    market.run("silver").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void silverReadsDeletedBronzeRowsFromHistory() {
    Market market = bronzeAheadOfSilver();
    ForeignTool.deleteRows(market.table(BRONZE));

    market.run("silver").succeeded();
    market.assertExactlyOnceIn(SILVER, DEAD_LETTERS);
  }

  @Test
  void deletedBronzeRowsWithoutHistoryHoldSilver() {
    Market market = bronzeAheadOfSilver();
    ForeignTool.deleteRows(market.table(BRONZE));
    market.run("bronze").succeeded();
    ForeignTool.expire(market.table(BRONZE));

    market.run("silver").failed(4, "should have 42 rows, but has 0", "--table=silver --next=0:42");
    market.setPosition("--table=silver", "--next=0:42");
    market.publish(0, 10);
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).hasSize(12 + 10);
  }

  private Market bronzeAheadOfSilver() {
    Market market = market();
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    market.publish(0, 30);
    market.run("bronze").succeeded();
    return market;
  }

  private Market market() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 12);
    return market;
  }

  private static void awaitCaughtUp(Market market, DriverProcess job) {
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
