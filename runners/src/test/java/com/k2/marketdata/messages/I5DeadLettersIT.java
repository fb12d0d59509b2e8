package com.k2.marketdata.messages;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.testing.Fault;
import com.k2.marketdata.testing.FaultyCatalog;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.RegistryStub;
import com.k2.marketdata.testing.TestPublisher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I5: data faults become dead letters; system faults fail the cycle and make none. */
class I5DeadLettersIT {
  @AutoClose private static final LocalKafka kafka = LocalKafka.start();

  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void everyBadMessageBecomesExactlyOneDeadLetter(String runner) {
    Market market = Market.open(kafka, state, 1);
    List<byte[]> values = new ArrayList<>();
    values.add(NumberedTrades.binance(0));
    values.add(null);
    values.add(new byte[0]);
    values.add(new byte[] {1, 2});
    values.add(new byte[] {0, 0, 0, 0, 1});
    values.add(NumberedTrades.binance(5, "", "1"));
    values.add(NumberedTrades.binance(6, "BTCUSDT", "-1"));
    values.add(NumberedTrades.binance(7, "BTCUSDT", "a lot"));
    values.add(NumberedTrades.binance(8));
    publish(market, values);

    market.run("medallion", "--runner=" + runner).succeeded();

    Map<Long, String> reasons = new TreeMap<>();
    for (Record row : market.tables().rows(DEAD_LETTERS)) {
      Object earlier =
          reasons.put((Long) row.getField("kafka_offset"), (String) row.getField("error_reason"));
      assertThat(earlier).as("a second dead letter of one message").isNull();
    }
    assertThat(reasons)
        .containsExactly(
            Map.entry(1L, "payload_missing"),
            Map.entry(2L, "framing_invalid"),
            Map.entry(3L, "framing_invalid"),
            Map.entry(4L, "payload_undecodable"),
            Map.entry(5L, "symbol_missing"),
            Map.entry(6L, "price_not_positive"),
            Map.entry(7L, "price_not_a_number"));
    assertThat(market.coordinates(SILVER)).containsExactly("0:0", "0:8");
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 9L));
    assertThat(market.ledger(SILVER).rejected()).isEqualTo(7);
    market.assertEqualsKafka();
  }

  @Test
  void anUnreachableRegistryMakesNoDeadLetters() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    try (RegistryStub registry =
        new RegistryStub(Map.of(1, Exchanges.named("binance").rawSchema()))) {
      String option = "--schemaRegistry=" + registry.url();

      market.run("medallion", option).failed(ExitCode.SYSTEM_FAULT.code(), registry.url());

      for (String table : Market.TABLES) {
        assertThat(market.tables().rows(table)).as(table).isEmpty();
        assertThat(market.position(table)).as(table).isEqualTo(Map.of(0, 0L));
      }
      registry.start();
      market.run("medallion", option).succeeded();
    }
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  @ParameterizedTest
  @EnumSource(names = {"BREAK", "LOSE_REQUEST"})
  void anUnreachableCatalogMakesNoDeadLetters(Fault.Action action) {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    market.run("medallion").succeeded();
    List<String> deadLetters = market.coordinates(DEAD_LETTERS);
    market.publish(0, 10);

    market
        .run(
            "medallion",
            FaultyCatalog.options(state, new Fault(action, SILVER, 1)).toArray(String[]::new))
        .failed(ExitCode.SYSTEM_FAULT.code(), SILVER);

    assertThat(market.coordinates(DEAD_LETTERS)).isEqualTo(deadLetters);
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 10L));
    market.run("medallion").succeeded();
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  @Test
  void tooManyRejectedMessagesStopACycleUncommitted() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);

    market
        .run("medallion", "--maxRejectedShare=0.1", "--minRecordsForRejectedShare=10")
        .failed(ExitCode.REJECTED_SHARE.code(), "2 of 10 messages");

    assertThat(market.coordinates(BRONZE)).isEmpty();
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEmpty();
    market
        .run("medallion", "--maxRejectedShare=0.2", "--minRecordsForRejectedShare=10")
        .succeeded();
    market.assertExactlyOnce();
    market.assertEqualsKafka();
  }

  private static void publish(Market market, List<byte[]> values) {
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < values.size(); i++) {
        publisher.sendLater(market.topic(), 0, NumberedTrades.millis(i), values.get(i));
      }
      publisher.flush();
    }
  }
}
