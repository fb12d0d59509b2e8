package com.k2.marketdata.maintenance;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.ForeignEngine;
import com.k2.marketdata.testing.ForeignTool;
import com.k2.marketdata.testing.LocalKafka;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** I8: pipelines continue after another tool has compacted their tables and expired snapshots. */
class I8ForeignMaintenanceIT extends ForeignMaintenance {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @Override
  LocalKafka kafka() {
    return kafka;
  }

  @Override
  ForeignEngine openEngine() {
    return ForeignEngine.api(state);
  }

  @Test
  void silverReadsDeletedBronzeRowsFromHistory() {
    runBronzeAheadOfSilver();
    ForeignTool.deleteRows(market.table(BRONZE));

    market.run("silver").succeeded();
    market.assertExactlyOnceIn(SILVER, DEAD_LETTERS);
  }

  @Test
  void deletedBronzeRowsWithoutHistoryHoldSilver() {
    runBronzeAheadOfSilver();
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

  private void runBronzeAheadOfSilver() {
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    market.publish(0, 30);
    market.run("bronze").succeeded();
  }
}
