package com.k2.marketdata.peer.floor;

import com.k2.marketdata.peer.job.PeerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * All records of a topic up to its end when a thread starts, with one consumer per thread. The
 * settings favor throughput: large fetches with a wait of at most 50 ms.
 */
final class TopicSource implements RecordSource {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MAX_EMPTY_POLLS = 60;

  private final PeerOptions options;
  private final List<TopicPartition> partitions = new ArrayList<>();

  /** Looks up the topic's partitions without reading records. */
  TopicSource(PeerOptions options) {
    this.options = options;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      for (PartitionInfo partition : consumer.partitionsFor(options.topic())) {
        partitions.add(new TopicPartition(partition.topic(), partition.partition()));
      }
    }
  }

  @Override
  public void read(int thread, RecordWork work) throws IOException {
    List<TopicPartition> mine =
        partitions.stream().filter(p -> p.partition() % options.threads() == thread).toList();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      long left = start(consumer, mine);
      while (left > 0) {
        for (ConsumerRecord<byte[], byte[]> each : poll(consumer)) {
          work.take(each.value(), each.partition(), each.offset(), each.timestamp());
          left--;
        }
      }
    }
  }

  /** The first records, at most {@code size}. */
  List<ConsumerRecord<byte[], byte[]>> sample(int size) {
    List<ConsumerRecord<byte[], byte[]>> sample = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      long left = Math.min(size, start(consumer, partitions));
      while (sample.size() < left) {
        poll(consumer).forEach(sample::add);
      }
      return List.copyOf(sample.subList(0, (int) left));
    }
  }

  private static long start(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> assigned) {
    consumer.assign(assigned);
    long records = 0;
    for (long end : consumer.endOffsets(assigned).values()) {
      records += end;
    }
    consumer.seekToBeginning(assigned);
    return records;
  }

  private ConsumerRecords<byte[], byte[]> poll(KafkaConsumer<byte[], byte[]> consumer) {
    for (int i = 0; i < MAX_EMPTY_POLLS; i++) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        return records;
      }
    }
    throw new IllegalStateException(
        "No records for 30 s before the end of topic " + options.topic() + "; check the broker");
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, options.requiredServers(),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4194304",
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "262144",
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50",
            ConsumerConfig.RECEIVE_BUFFER_CONFIG, "1048576"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
