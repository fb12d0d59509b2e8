package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/**
 * I4 in the reader: a range is read from its first offset to its last, and its receipt is right.
 */
class RangeReaderTest {
  private static final String TOPIC = "trades";

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(OffsetResetStrategy.NONE);

  @Test
  void rangeYieldsItsRecordsThenItsReceipt() {
    give(0, 5, 6, 7);
    List<ReadItem> items = read(range(3, 0, 5, 8));
    assertThat(offsets(items)).containsExactly(5L, 6L, 7L);
    assertThat(items).last().isEqualTo(new RangeReceipt(3, 5, 8, 8, 3, 3 * 6));
  }

  @Test
  void recordsAfterTheRangeAreNotReturned() {
    give(0, 5, 6, 7, 8, 9);
    List<ReadItem> items = read(range(0, 0, 5, 7));
    assertThat(offsets(items)).containsExactly(5L, 6L);
    assertThat(items).last().isEqualTo(new RangeReceipt(0, 5, 7, 7, 2, 12));
  }

  @Test
  void offsetsWithoutARecordAreNotAGap() {
    give(0, 5, 8);
    List<ReadItem> items = read(range(0, 0, 4, 9));
    assertThat(offsets(items)).containsExactly(5L, 8L);
    assertThat(items).last().isEqualTo(new RangeReceipt(0, 4, 9, 9, 2, 12));
  }

  @Test
  void rangeThatEndsInMarkersIsDone() {
    give(0, 5);
    position(0, 8);
    List<ReadItem> items = read(range(0, 0, 5, 8));
    assertThat(offsets(items)).containsExactly(5L);
    assertThat(items).last().isEqualTo(new RangeReceipt(0, 5, 8, 8, 1, 6));
  }

  @Test
  void rangeWithoutRecordsHasAReceipt() {
    position(0, 8);
    assertThat(read(range(0, 0, 5, 8))).containsExactly(new RangeReceipt(0, 5, 8, 8, 0, 0));
  }

  @Test
  void laterRecordEndsARange() {
    give(0, 5, 20);
    List<ReadItem> items = read(range(0, 0, 5, 8));
    assertThat(offsets(items)).containsExactly(5L);
    assertThat(items).last().isEqualTo(new RangeReceipt(0, 5, 8, 8, 1, 6));
  }

  @Test
  void emptyRangeNeedsNoKafka() {
    assertThat(read(range(0, 0, 5, 5))).containsExactly(new RangeReceipt(0, 5, 5, 5, 0, 0));
  }

  @Test
  void rangeMayNeedManyPolls() {
    consumer.setMaxPollRecords(2);
    give(0, 0, 1, 2, 3, 4, 5, 6);
    List<ReadItem> items = read(range(0, 0, 0, 7));
    assertThat(offsets(items)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(items).last().isEqualTo(new RangeReceipt(0, 0, 7, 7, 7, 42));
  }

  @Test
  void omittedRecordsAreReadAgainOneByOne() {
    MockConsumer<byte[], byte[]> single = new MockConsumer<>(OffsetResetStrategy.NONE);
    single.setMaxPollRecords(1);
    PolledBytes bytes = new PolledBytes(10);
    onPoll(
        () -> {
          for (long offset = 5; offset < 9; offset++) {
            consumer.addRecord(deserialized(bytes, 0, offset));
          }
          consumer.addRecord(deserialized(bytes, 1, 1));
        });
    single.schedulePollTask(
        () -> {
          assertThat(single.assignment()).hasSize(3);
          assertThat(single.position(new TopicPartition(TOPIC, 0))).isEqualTo(7);
          assertThat(single.position(new TopicPartition(TOPIC, 1))).isEqualTo(1);
          single.addRecord(record(0, 7, null, bytes("value"), new RecordHeaders()));
          single.addRecord(record(0, 8, null, bytes("value"), new RecordHeaders()));
          single.addRecord(record(1, 1, null, bytes("value"), new RecordHeaders()));
          single.addRecord(record(2, 1_000, null, bytes("value"), new RecordHeaders()));
        });
    Polls polls =
        new Polls() {
          private MockConsumer<byte[], byte[]> now = consumer;

          @Override
          public Consumer<byte[], byte[]> consumer() {
            return now;
          }

          @Override
          public void beginPoll() {
            bytes.beginPoll();
          }

          @Override
          public void pollSingleRecords() {
            now = single;
          }
        };
    List<ReadItem> items = new ArrayList<>();
    drain(
        new RangeReader(
            polls,
            settings(Duration.ofSeconds(5)),
            List.of(range(0, 0, 5, 9), range(1, 1, 1, 2), range(2, 2, 0, 1_000))),
        items);

    assertThat(offsets(items)).containsExactlyInAnyOrder(5L, 6L, 7L, 8L, 1L);
    assertThat(receipts(items)).hasSize(3);
  }

  private static ConsumerRecord<byte[], byte[]> deserialized(
      PolledBytes bytes, int partition, long offset) {
    byte[] value = bytes.deserialize(TOPIC, new RecordHeaders(), ByteBuffer.wrap(bytes("value")));
    return record(partition, offset, null, value, new RecordHeaders());
  }

  @Test
  void partitionsAreReadAtOnce() {
    give(0, 5, 6);
    give(1, 1);
    give(0, 7);
    give(1, 2);
    List<ReadItem> items = read(range(0, 0, 5, 8), range(1, 1, 1, 3));
    assertThat(offsets(items)).containsExactly(5L, 6L, 1L, 7L, 2L);
    assertThat(items.get(4)).isEqualTo(new RangeReceipt(0, 5, 8, 8, 3, 18));
    assertThat(items.get(6)).isEqualTo(new RangeReceipt(1, 1, 3, 3, 2, 12));
  }

  @Test
  void onePollMayReturnSeveralPartitions() {
    onPoll(
        () -> {
          add(0, 5, 6, 7);
          add(1, 1, 2);
        });
    List<ReadItem> items = read(range(0, 0, 5, 7), range(1, 1, 1, 3));
    assertThat(offsets(items)).containsExactlyInAnyOrder(5L, 6L, 1L, 2L);
    assertThat(receipts(items))
        .containsExactlyInAnyOrder(
            new RangeReceipt(0, 5, 7, 7, 2, 12), new RangeReceipt(1, 1, 3, 3, 2, 12));
  }

  @Test
  void finishedPartitionIsNoLongerFetched() {
    give(0, 5, 6);
    onPoll(
        () -> {
          assertThat(assigned()).containsExactly(1);
          assertThat(consumer.position(new TopicPartition(TOPIC, 1))).isEqualTo(1);
          add(1, 1);
        });
    List<ReadItem> items = read(range(0, 0, 5, 7), range(1, 1, 1, 2));
    assertThat(offsets(items)).containsExactly(5L, 6L, 1L);
    assertThat(assigned()).isEmpty();
  }

  @Test
  void nextPartitionReplacesAFinishedOne() {
    List<NumberedRange> ranges = new ArrayList<>();
    for (int partition = 0; partition <= RangeReader.AT_ONCE; partition++) {
      ranges.add(range(partition, partition, 3, 4));
    }
    onPoll(
        () -> {
          assertThat(assigned()).hasSize(RangeReader.AT_ONCE).doesNotContain(RangeReader.AT_ONCE);
          add(1, 3);
        });
    onPoll(
        () -> {
          assertThat(assigned())
              .hasSize(RangeReader.AT_ONCE)
              .contains(RangeReader.AT_ONCE)
              .doesNotContain(1);
          assigned().forEach(partition -> add(partition, 3));
        });
    List<ReadItem> items = read(ranges.toArray(NumberedRange[]::new));
    assertThat(receipts(items))
        .extracting(RangeReceipt::range, RangeReceipt::records)
        .containsExactlyInAnyOrderElementsOf(
            ranges.stream().map(range -> tuple(range.number(), 1L)).toList());
  }

  @Test
  void rangesOfOnePartitionKeepTheirOrder() {
    give(0, 5, 6, 7, 8); // 7 and 8 are in the next range, which is fetched again
    give(0, 7, 8);
    give(0, 2, 3, 4);
    List<ReadItem> items = read(range(0, 0, 5, 7), range(1, 0, 7, 9), range(2, 0, 2, 4));
    assertThat(offsets(items)).containsExactly(5L, 6L, 7L, 8L, 2L, 3L);
    assertThat(items.get(2)).isEqualTo(new RangeReceipt(0, 5, 7, 7, 2, 12));
    assertThat(items.get(5)).isEqualTo(new RangeReceipt(1, 7, 9, 9, 2, 12));
    assertThat(items.get(8)).isEqualTo(new RangeReceipt(2, 2, 4, 4, 2, 12));
  }

  @Test
  void emptyRangeBetweenOthersHasAReceipt() {
    give(0, 5);
    give(0, 6);
    List<ReadItem> items = read(range(0, 0, 5, 6), range(1, 0, 6, 6), range(2, 0, 6, 7));
    assertThat(offsets(items)).containsExactly(5L, 6L);
    assertThat(receipts(items))
        .containsExactly(
            new RangeReceipt(0, 5, 6, 6, 1, 6),
            new RangeReceipt(1, 6, 6, 6, 0, 0),
            new RangeReceipt(2, 6, 7, 7, 1, 6));
  }

  @Test
  void nothingFollowsTheLastReceipt() {
    give(0, 5);
    RangeReader reader = reader(Duration.ofSeconds(5), range(0, 0, 5, 6));
    reader.next();
    reader.next();
    assertThat(reader.next()).isNull();
    assertThat(reader.next()).isNull();
  }

  @Test
  void silentKafkaIsASystemFault() {
    give(0, 5);
    RangeReader reader = reader(Duration.ofMillis(30), range(0, 0, 5, 8));
    reader.next();
    assertThatThrownBy(reader::next)
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("trades-0")
        .hasMessageContaining("at offset 6");
  }

  @Test
  void silenceAfterSomeRecordsIsASystemFault() {
    give(0, 5);
    assertThatThrownBy(() -> read(Duration.ofMillis(30), range(0, 0, 5, 8), range(1, 1, 1, 3)))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("trades-1 at offset 1");
  }

  @Test
  void onePartitionsSilenceIsASystemFault() {
    for (long offset = 0; offset < 1_000; offset++) {
      giveAfter(Duration.ofMillis(10), 0, offset);
    }
    List<ReadItem> items = new ArrayList<>();
    RangeReader reader = reader(Duration.ofMillis(300), range(0, 0, 0, 1_000), range(1, 1, 1, 3));
    assertThatThrownBy(() -> drain(reader, items))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("trades-1 at offset 1");
    assertThat(items).hasSizeBetween(2, 61); // 2 partitions, so 600 ms of at least 10 each
  }

  @Test
  void partitionServedLateIsNotAFault() {
    giveAfter(Duration.ofMillis(600), 0, 0);
    giveAfter(Duration.ofMillis(600), 1, 1);
    List<ReadItem> items = read(Duration.ofSeconds(1), range(0, 0, 0, 1), range(1, 1, 1, 2));
    assertThat(offsets(items)).containsExactly(0L, 1L);
  }

  @Test
  void brieflyUnknownPositionIsNotAFault() {
    MockConsumer<byte[], byte[]> comparing =
        new MockConsumer<>(OffsetResetStrategy.NONE) {
          private boolean compared;

          @Override
          public synchronized long position(TopicPartition partition, Duration timeout) {
            if (!compared) {
              compared = true;
              throw new TimeoutException("the leader is new");
            }
            return super.position(partition, timeout);
          }
        };
    comparing.schedulePollTask(() -> {});
    comparing.schedulePollTask(
        () -> comparing.addRecord(record(0, 5, null, null, new RecordHeaders())));
    List<ReadItem> items = new ArrayList<>();
    drain(
        new RangeReader(
            new FixedPolls(comparing), settings(Duration.ofSeconds(5)), List.of(range(0, 0, 5, 6))),
        items);
    assertThat(items).last().isEqualTo(new RangeReceipt(0, 5, 6, 6, 1, 0));
  }

  @Test
  void processingTimeDoesNotCountAsSilence() {
    AtomicLong clock = new AtomicLong();
    give(0, 5);
    RangeReader reader =
        new RangeReader(
            new FixedPolls(consumer),
            settings(Duration.ofMillis(300)),
            List.of(range(0, 0, 5, 7)),
            clock::get);
    reader.next();
    clock.addAndGet(Duration.ofMillis(400).toNanos());
    consumer.schedulePollTask(() -> {}); // returns nothing
    give(0, 6);
    assertThat(((KafkaMessage) reader.next()).offset()).isEqualTo(6);
  }

  @Test
  void deletedOffsetIsASystemFault() {
    consumer.schedulePollTask(
        () -> {
          throw new OffsetOutOfRangeException(Map.of(new TopicPartition(TOPIC, 0), 5L));
        });
    assertThatThrownBy(() -> read(range(0, 1, 1, 3), range(1, 0, 5, 8)))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("no longer has offset 5 of trades-0;");
  }

  @Test
  void clientExceptionIsASystemFault() {
    consumer.setPollException(new KafkaException("not authorized"));
    assertThatThrownBy(() -> read(range(0, 0, 5, 8), range(1, 1, 1, 3)))
        .isInstanceOf(SystemFaultException.class)
        .hasMessageContaining("offset 5 of trades-0, offset 1 of trades-1: not authorized");
  }

  @Test
  void recordsWithoutKeyAndValueAreCounted() {
    onPoll(() -> consumer.addRecord(record(0, 5, null, null, new RecordHeaders())));
    onPoll(() -> consumer.addRecord(record(0, 6, new byte[0], new byte[0], new RecordHeaders())));
    assertThat(read(range(0, 0, 5, 7))).last().isEqualTo(new RangeReceipt(0, 5, 7, 7, 2, 0));
  }

  private List<ReadItem> read(NumberedRange... ranges) {
    return read(Duration.ofSeconds(5), ranges);
  }

  private List<ReadItem> read(Duration timeout, NumberedRange... ranges) {
    List<ReadItem> items = new ArrayList<>();
    drain(reader(timeout, ranges), items);
    return items;
  }

  private static void drain(RangeReader reader, List<ReadItem> items) {
    for (ReadItem item = reader.next(); item != null; item = reader.next()) {
      items.add(item);
    }
  }

  private RangeReader reader(Duration timeout, NumberedRange... ranges) {
    return new RangeReader(new FixedPolls(consumer), settings(timeout), List.of(ranges));
  }

  private static ReadOffsetRanges.Settings settings(Duration timeout) {
    return new ReadOffsetRanges.Settings(new TopicIdentity("cluster", TOPIC, "id"), 77, timeout);
  }

  private static NumberedRange range(int number, int partition, long from, long to) {
    return new NumberedRange(number, new OffsetRange(partition, from, to));
  }

  private static List<Long> offsets(List<ReadItem> items) {
    return items.stream()
        .filter(KafkaMessage.class::isInstance)
        .map(item -> ((KafkaMessage) item).offset())
        .toList();
  }

  private static List<RangeReceipt> receipts(List<ReadItem> items) {
    return items.stream()
        .filter(RangeReceipt.class::isInstance)
        .map(RangeReceipt.class::cast)
        .toList();
  }

  /** Makes the next poll return these. */
  private void give(int partition, long... offsets) {
    onPoll(() -> add(partition, offsets));
  }

  /** Makes the next poll take a while and then return this. */
  private void giveAfter(Duration duration, int partition, long offset) {
    onPoll(
        () -> {
          LockSupport.parkNanos(duration.toNanos());
          add(partition, offset);
        });
  }

  private void onPoll(Runnable task) {
    consumer.schedulePollTask(task);
  }

  private void add(int partition, long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(
          record(partition, offset, bytes("k"), bytes("value"), new RecordHeaders()));
    }
  }

  private List<Integer> assigned() {
    return consumer.assignment().stream().map(TopicPartition::partition).toList();
  }

  /** Makes the next poll move the position without returning a record. */
  private void position(int partition, long offset) {
    consumer.schedulePollTask(() -> consumer.seek(new TopicPartition(TOPIC, partition), offset));
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        offset,
        1_000_000 + offset,
        TimestampType.CREATE_TIME,
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
