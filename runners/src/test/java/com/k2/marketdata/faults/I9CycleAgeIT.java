package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I9: pipelines record their greatest cycle age in the tables, and keep to it. */
class I9CycleAgeIT {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @Test
  void pipelinesRecordTheirGreatestCycleAge() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    market.run("bronze", "--maxCycleAge=2h").succeeded();
    market.run("silver", "--maxCycleAge=2h").succeeded();
    market.run("medallion", "--maxCycleAge=1h").succeeded();
    for (String name : TABLES) {
      assertThat(market.table(name).properties())
          .as(name)
          .containsEntry("k2.max-cycle-age-ms", "7200000");
    }
  }

  @Test
  void cycleThatTakesTooLongIsNotCommitted() {
    Market market = Market.open(kafka, state, 1);
    market.run("medallion").succeeded();
    market.publish(0, 10);
    market.run("medallion", "--maxCycleAge=1ms").failed(3, "maximum age of PT0.001S");
    assertThat(market.coordinates(TABLES.toArray(String[]::new))).isEmpty();

    market.run("medallion").succeeded();
    market.assertExactlyOnce();
  }
}
