package com.k2.marketdata.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A consumer of logs with gaps. A poll returns any number of records of any of the assigned
 * partitions, only moves a position over a gap, or does nothing.
 */
final class RandomLogs extends MockConsumer<byte[], byte[]> {
  static final String TOPIC = "trades";
  static final int VALUE_BYTES = 3;
  static final long END = 60;
  private static final int MAX_AT_A_TIME = 12;

  private final long seed;
  private final Random polls;
  private Set<Integer> allowed = Set.of();

  RandomLogs(long seed) {
    super(OffsetResetStrategy.NONE);
    this.seed = seed;
    this.polls = new Random(seed);
  }

  /** Sets the partitions that may be assigned in the next polls. */
  void allow(Set<Integer> partitions) {
    allowed = partitions;
  }

  /** The offsets that have a message. */
  List<Long> committed(OffsetRange range) {
    return LongStream.range(range.from(), range.to())
        .filter(offset -> isCommitted(range.partition(), offset))
        .boxed()
        .toList();
  }

  private boolean isCommitted(int partition, long offset) {
    return new Random(seed * 31 + partition * 1_000L + offset).nextInt(3) > 0;
  }

  @Override
  public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    Set<Integer> assigned =
        assignment().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    assertThat(allowed).containsAll(assigned);
    assertThat(assigned).isNotEmpty().hasSizeLessThanOrEqualTo(RangeReader.AT_ONCE);
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> delivered = new HashMap<>();
    for (TopicPartition partition : assignment()) {
      long from = position(partition);
      long to = Math.min(END, from + polls.nextInt(MAX_AT_A_TIME));
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (long offset : committed(new OffsetRange(partition.partition(), from, to))) {
        records.add(record(partition.partition(), offset));
      }
      if (!records.isEmpty()) {
        delivered.put(partition, records);
      }
      seek(partition, to);
    }
    return new ConsumerRecords<>(delivered);
  }

  private static ConsumerRecord<byte[], byte[]> record(int partition, long offset) {
    return new ConsumerRecord<>(
        TOPIC,
        partition,
        offset,
        0,
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        VALUE_BYTES,
        null,
        new byte[VALUE_BYTES],
        new RecordHeaders(),
        Optional.empty());
  }
}
