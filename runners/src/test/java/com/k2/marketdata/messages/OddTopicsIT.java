package com.k2.marketdata.messages;

import static com.k2.marketdata.testing.Market.BRONZE;
import static com.k2.marketdata.testing.Market.DEAD_LETTERS;
import static com.k2.marketdata.testing.Market.SILVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.testing.Await;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.LogLines;
import com.k2.marketdata.testing.Market;
import com.k2.marketdata.testing.NumberedTrades;
import com.k2.marketdata.testing.TestPublisher;
import com.k2.marketdata.testing.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics with offsets that have no message, without any messages, or that do not exist. */
class OddTopicsIT {
  private static final int SYSTEM_FAULT = 3;

  private static LocalKafka kafka;

  @TempDir private Path state;

  @BeforeAll
  static void start() {
    kafka = LocalKafka.start(Map.of("log.cleaner.backoff.ms", "100"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "SparkRunner"})
  void i4OnlyCommittedMessagesAreReadWithoutHoles(String runner) {
    Market market = Market.open(kafka, state, 1);
    String[] on = {"--runner=" + runner, "--sparkMaster=local[2]", "--minRecordsPerTask=5"};
    try (TestPublisher publisher = kafka.transactionalPublisher(market.topic())) {
      inTransaction(publisher, market, 10, true);
      inTransaction(publisher, market, 10, false);
      inTransaction(publisher, market, 10, true);
      inTransaction(publisher, market, 10, false);
    }
    try (TestPublisher open = kafka.transactionalPublisher(market.topic() + "-open")) {
      open.begin();
      market.publish(open, 0, 10);
      open.flush();
      market.publish(0, 5); // not transactional, but after the open transaction

      market.run("medallion", on).succeeded();

      assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 44L));
      assertThat(market.coordinates(BRONZE)).hasSize(20);
      market.assertExactlyOnce();

      open.commit();
    }
    market.run("medallion", on).succeeded();

    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 60L));
    assertThat(market.coordinates(BRONZE)).hasSize(35);
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @Test
  void i4CompactedOffsetsAreNotAHole() {
    Market market = new Market(kafka, state, "compacted");
    kafka.createTopic(
        market.topic(),
        1,
        Map.of(
            "cleanup.policy", "compact",
            "segment.bytes", "16384",
            "min.cleanable.dirty.ratio", "0.01",
            "min.compaction.lag.ms", "0",
            "max.compaction.lag.ms", "100",
            "retention.ms", "-1"));
    int published = 1500;
    try (TestPublisher publisher = kafka.publisher()) {
      for (int i = 0; i < published; i++) {
        byte[] key = Integer.toString(i % 7).getBytes(StandardCharsets.UTF_8);
        publisher.sendLater(
            market.topic(), 0, NumberedTrades.millis(i), key, NumberedTrades.binance(i));
      }
      publisher.flush();
    }
    Await.until(
        "the log cleaner has compacted the topic",
        () -> TopicReader.readAll(kafka, market.topic()).size() < published / 2);

    market.run("medallion", "--maxRecordsPerCycle=400").succeeded();

    market.assertExactlyOnce();
    assertThat(market.position(BRONZE)).isEqualTo(Map.of(0, (long) published));
    assertThat(market.coordinates(BRONZE)).hasSizeLessThan(published / 2);
    market.assertVerified();
  }

  @Test
  void aCycleWithoutMessagesStillMovesThePositions() {
    Market market = Market.open(kafka, state, 1);
    try (TestPublisher publisher = kafka.transactionalPublisher(market.topic())) {
      inTransaction(publisher, market, 10, false);
      market.run("medallion").succeeded();
      assertThat(market.position(BRONZE)).isEqualTo(Map.of(0, 11L));
      assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 11L));

      inTransaction(publisher, market, 10, false);
      market.run("bronze").succeeded();
      market.run("silver").succeeded();
    }
    assertThat(market.position(BRONZE)).isEqualTo(Map.of(0, 22L));
    assertThat(market.position(SILVER)).isEqualTo(Map.of(0, 22L));
    assertThat(market.coordinates(BRONZE, SILVER, DEAD_LETTERS)).isEmpty();

    market.publish(0, 10);
    market.run("bronze").succeeded();
    market.run("silver").succeeded();
    market.assertExactlyOnce();
    market.assertVerified();
  }

  @ParameterizedTest
  @ValueSource(strings = {"medallion", "bronze"})
  void startingOffsetsApplyToNewTablesOnly(String pipeline) {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);

    market.run(pipeline, "--startingOffsets=latest").succeeded();
    assertThat(market.ledger(BRONZE).first()).isEqualTo(Map.of(0, 10L));
    assertThat(market.table(BRONZE).currentSnapshot().summary())
        .containsEntry("total-records", "0");

    market.publish(0, 10);
    market.run(pipeline, "--startingOffsets=latest").succeeded();
    market.publish(0, 10);
    market.run(pipeline, "--startingOffsets=earliest").succeeded();
    market.run("silver", "--startingOffsets=latest").succeeded();

    List<String> fromTheTenth =
        market.messages().stream().filter(at -> at.length() > "0:9".length()).toList();
    assertThat(market.coordinates(BRONZE)).isEqualTo(fromTheTenth).hasSize(20);
    assertThat(market.coordinates(SILVER, DEAD_LETTERS)).isEqualTo(fromTheTenth);
    market.assertVerified();
  }

  @Test
  void aMissingTopicIsNamedWithTheFix() {
    Market market = new Market(kafka, state, "nowhere");

    market
        .run("medallion")
        .failed(
            SYSTEM_FAULT,
            "Kafka at " + kafka.bootstrap() + " has no topic nowhere",
            "Create it, or name another one with --topic");
  }

  @Test
  void consumerGroupsHaveThePositionAfterEachCommit() throws Exception {
    Market market = Market.open(kafka, state, 2);
    market.publish(0, 10);
    market.publish(1, 20);

    market.run("bronze").succeeded();
    assertThat(committed("k2-bronze-binance", market)).isEqualTo(Map.of(0, 10L, 1, 20L));
    assertThat(committed("k2-silver-binance", market)).isEmpty();
    market.run("silver").succeeded();
    assertThat(committed("k2-silver-binance", market)).isEqualTo(Map.of(0, 10L, 1, 20L));
    market.publish(1, 5);
    market.run("medallion").succeeded();
    assertThat(committed("k2-medallion-binance", market)).isEqualTo(Map.of(0, 10L, 1, 25L));
  }

  @Test
  void refusedGroupOffsetsOnlyCauseAWarning() {
    Market market = Market.open(kafka, state, 1);
    market.publish(0, 10);
    Map<String, Object> member =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrap(),
            ConsumerConfig.GROUP_ID_CONFIG,
            "k2-medallion-binance");
    try (LogLines log = LogLines.listen();
        var consumer =
            new KafkaConsumer<>(member, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      // A group that has members refuses offsets from other clients.
      consumer.subscribe(List.of(market.topic()));
      Await.until(
          "the consumer is a member of the group",
          () -> {
            consumer.poll(Duration.ofMillis(100));
            return !consumer.assignment().isEmpty();
          });

      market.run("medallion").succeeded();

      assertThat(log.all())
          .anyMatch(line -> line.contains("offsets of group k2-medallion-binance were not"));
    }
    market.assertExactlyOnce();
  }

  private static void inTransaction(
      TestPublisher publisher, Market market, int count, boolean commit) {
    publisher.begin();
    market.publish(publisher, 0, count);
    if (commit) {
      publisher.commit();
    } else {
      publisher.flush();
      publisher.abort();
    }
  }

  private static Map<Integer, Long> committed(String group, Market market) throws Exception {
    try (Admin admin = kafka.admin()) {
      Map<TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(entry -> entry.getKey().topic().equals(market.topic()))
          .collect(
              Collectors.toMap(
                  entry -> entry.getKey().partition(), entry -> entry.getValue().offset()));
    }
  }
}
