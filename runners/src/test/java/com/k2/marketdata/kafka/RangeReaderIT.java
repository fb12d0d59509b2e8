package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadItem;
import com.k2.marketdata.testing.LocalKafka;
import com.k2.marketdata.testing.TestPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads more partitions than are fetched at a time, from a real broker, in many small fetches. */
class RangeReaderIT {
  private static final String TOPIC = "trades";
  private static final int PARTITIONS = 3 * RangeReader.AT_ONCE;
  private static final int VALUE_BYTES = 1_000;
  private static final int IN_TRANSACTION = 50;

  private static LocalKafka kafka;

  @BeforeAll
  static void publish() {
    kafka = LocalKafka.start();
    kafka.createTopic(TOPIC, PARTITIONS);
    try (TestPublisher publisher = kafka.transactionalPublisher(TOPIC)) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int transaction = 0; transaction < transactions(partition); transaction++) {
          publisher.begin();
          for (int i = 0; i < IN_TRANSACTION; i++) {
            publisher.sendLater(TOPIC, partition, 0, new byte[VALUE_BYTES]);
          }
          publisher.flush();
          if (isCommitted(transaction)) {
            publisher.commit();
          } else {
            publisher.abort();
          }
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void partitionsAreReadTogetherAndFetchedOnce() {
    List<NumberedRange> ranges = new ArrayList<>();
    Map<Integer, List<Long>> committed = new TreeMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ranges.add(range(partition, partition, 0, end(partition)));
      committed.put(partition, committed(partition, 0, end(partition)));
    }
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<ReadItem> items = read(consumer, ranges);

      assertThat(offsets(items)).isEqualTo(committed);
      assertReceipts(items, ranges);
      assertThat(partitionChanges(items)).isGreaterThan(2 * PARTITIONS);
      assertThat(received(consumer))
          .as("the end of one partition does not discard the fetched data of others")
          .isLessThan(1.05 * receivedOneByOne(ranges));
    }
  }

  @Test
  void severalRangesOfOnePartitionAreReadCompletely() {
    List<NumberedRange> ranges =
        List.of(
            range(0, 0, 120, end(0)),
            range(1, 1, 7, end(1) - 7),
            range(2, 0, 10, 20),
            range(3, 0, 20, 120));
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<ReadItem> items = read(consumer, ranges);

      List<Long> ofFirst = new ArrayList<>(committed(0, 120, end(0)));
      ofFirst.addAll(committed(0, 10, 120));
      assertThat(offsets(items)).isEqualTo(Map.of(0, ofFirst, 1, committed(1, 7, end(1) - 7)));
      assertReceipts(items, ranges);
    }
  }

  @Test
  void errorNamesAnOffsetThatKafkaLacks() {
    List<NumberedRange> ranges = List.of(range(0, 0, 0, end(0)), range(1, 1, 1_000_000, 1_000_001));
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      assertThatThrownBy(() -> read(consumer, ranges))
          .isInstanceOf(SystemFaultException.class)
          .hasMessageContaining("no longer has offset 1000000 of trades-1;");
    }
  }

  private static List<ReadItem> read(
      Consumer<byte[], byte[]> consumer, List<NumberedRange> ranges) {
    TopicIdentity topic = new TopicIdentity("cluster", TOPIC, "id");
    RangeReader reader =
        new RangeReader(
            new FixedPolls(consumer),
            new ReadOffsetRanges.Settings(topic, 0, Duration.ofSeconds(30)),
            ranges);
    List<ReadItem> items = new ArrayList<>();
    for (ReadItem item = reader.next(); item != null; item = reader.next()) {
      items.add(item);
    }
    return items;
  }

  private static void assertReceipts(List<ReadItem> items, List<NumberedRange> ranges) {
    assertThat(items)
        .filteredOn(RangeReceipt.class::isInstance)
        .containsExactlyInAnyOrderElementsOf(ranges.stream().map(RangeReaderIT::receipt).toList());
  }

  private static RangeReceipt receipt(NumberedRange range) {
    OffsetRange of = range.offsets();
    long records = committed(of.partition(), of.from(), of.to()).size();
    return new RangeReceipt(
        range.number(), of.from(), of.to(), of.to(), records, records * VALUE_BYTES);
  }

  /** The offsets by partition, in the order in which they were returned. */
  private static Map<Integer, List<Long>> offsets(List<ReadItem> items) {
    Map<Integer, List<Long>> offsets = new TreeMap<>();
    for (ReadItem item : items) {
      if (item instanceof KafkaMessage message) {
        offsets
            .computeIfAbsent(message.partition(), any -> new ArrayList<>())
            .add(message.offset());
      }
    }
    return offsets;
  }

  /** How often two successive messages were of different partitions. */
  private static int partitionChanges(List<ReadItem> items) {
    int changes = 0;
    int before = -1;
    for (ReadItem item : items) {
      if (item instanceof KafkaMessage message && message.partition() != before) {
        before = message.partition();
        changes++;
      }
    }
    return changes;
  }

  /** The bytes received if each range is read by itself, including partial batches. */
  private static double receivedOneByOne(List<NumberedRange> ranges) {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      ranges.forEach(range -> read(consumer, List.of(range)));
      return received(consumer);
    }
  }

  private static double received(Consumer<?, ?> consumer) {
    return consumer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().group().equals("consumer-metrics"))
        .filter(metric -> metric.getKey().name().equals("incoming-byte-total"))
        .mapToDouble(metric -> (Double) metric.getValue().metricValue())
        .sum();
  }

  private static Consumer<byte[], byte[]> consumer() {
    KafkaConfig config =
        new KafkaConfig(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap(),
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20",
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536"));
    return new KafkaConsumer<>(config.consumer());
  }

  private static NumberedRange range(int number, int partition, long from, long to) {
    return new NumberedRange(number, new OffsetRange(partition, from, to));
  }

  private static int transactions(int partition) {
    return 6 + partition % 5;
  }

  private static boolean isCommitted(long transaction) {
    return transaction % 4 != 1;
  }

  /** Every transaction has a marker after its messages. */
  private static long end(int partition) {
    return transactions(partition) * (IN_TRANSACTION + 1L);
  }

  private static List<Long> committed(int partition, long from, long to) {
    return LongStream.range(from, Math.min(to, end(partition)))
        .filter(offset -> isCommitted(offset / (IN_TRANSACTION + 1)))
        .filter(offset -> offset % (IN_TRANSACTION + 1) < IN_TRANSACTION)
        .boxed()
        .toList();
  }
}
