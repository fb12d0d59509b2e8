package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.ForeignEngine;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
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
    maintenance().startBetweenKeepsPositions();
  }

  @Test
  void runningJobRestoresLostPositions() {
    maintenance().runningJobRestoresPositions();
  }

  @ParameterizedTest
  @ValueSource(strings = {BRONZE, SILVER, DEAD_LETTERS})
  void startHoldsIfAPositionWasLost(String table) {
    maintenance().startHoldsWithoutPosition(table);
  }

  @Test
  void silverReadsCompactedAndExpiredBronze() {
    maintenance().silverReadsCompactedBronze();
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

  private ForeignMaintenance maintenance() {
    return new ForeignMaintenance(market(), ForeignEngine.api(state));
  }

  private Market market() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 12);
    return market;
  }
}
