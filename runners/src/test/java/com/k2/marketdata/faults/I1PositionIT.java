package com.k2.marketdata.faults;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I1: the tables alone decide where a pipeline continues. */
class I1PositionIT {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 1_000})
  void theConsumerGroupsOffsetsAreIgnored(long offset) throws Exception {
    Market market = started();
    try (Admin admin = kafka.admin()) {
      admin
          .alterConsumerGroupOffsets(
              "k2-medallion-binance",
              Map.of(new TopicPartition(market.topic(), 0), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }

    requireToContinue(market);
  }

  @Test
  void aDeletedConsumerGroupChangesNothing() throws Exception {
    Market market = started();
    try (Admin admin = kafka.admin()) {
      admin.deleteConsumerGroups(List.of("k2-medallion-binance")).all().get();
    }

    requireToContinue(market);
  }

  @Test
  void filesBesideCatalogAndTablesAreNotNeeded() throws IOException {
    Market market = started();
    try (var files = Files.walk(state)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        String name = state.relativize(file).toString();
        if (!name.isEmpty() && !name.startsWith("catalog.db") && !name.startsWith("warehouse")) {
          Files.delete(file);
        }
      }
    }

    requireToContinue(market);
  }

  private Market started() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    market.run("medallion").succeeded();
    return market;
  }

  private static void requireToContinue(Market market) {
    market.publish(0, 10);
    market.run("medallion").succeeded();

    market.assertExactlyOnce();
    market.assertEqualsKafka();
    for (String table : List.of(BRONZE, SILVER, DEAD_LETTERS)) {
      assertThat(market.position(table)).as(table).isEqualTo(Map.of(0, 20L));
    }
  }
}
