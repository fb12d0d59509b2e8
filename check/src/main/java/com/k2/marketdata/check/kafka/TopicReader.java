package com.k2.marketdata.check.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all committed messages of a topic into memory. */
public final class TopicReader {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final long STALLED_NANOS = TimeUnit.MINUTES.toNanos(1);

  private TopicReader() {}

  /**
   * Reads the messages that the source names.
   *
   * @throws IllegalStateException if the topic does not exist or Kafka returns nothing for a minute
   */
  public static TopicContents read(KafkaSource source) {
    Map<String, Object> settings = new HashMap<>(source.settings());
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, source.bootstrapServers());
    String topicId = topicId(settings, source.topic());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(source.topic()).stream()
              .map(partition -> new TopicPartition(source.topic(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<Integer, Long> begins = byPartition(consumer.beginningOffsets(partitions));
      Map<Integer, Long> kafkaEnds = byPartition(consumer.endOffsets(partitions));
      Map<Integer, Long> ends = new HashMap<>(kafkaEnds);
      ends.putAll(source.ends());
      ends.forEach((partition, end) -> requireReadable(partition, end, kafkaEnds.get(partition)));
      List<Message> messages = new ArrayList<>();
      readUpTo(consumer, partitions, ends, messages);
      messages.sort(Comparator.comparingInt(Message::partition).thenComparing(Message::offset));
      return new TopicContents(source.topic(), topicId, messages, begins, ends, kafkaEnds);
    }
  }

  private static void readUpTo(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Map<Integer, Long> ends,
      List<Message> messages) {
    List<TopicPartition> open = new ArrayList<>(partitions);
    long progress = System.nanoTime();
    while (true) {
      if (open.removeIf(
          partition -> consumer.position(partition) >= ends.get(partition.partition()))) {
        consumer.assign(open);
      }
      if (open.isEmpty()) {
        return;
      }
      int before = messages.size();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < ends.get(record.partition())) {
          messages.add(
              new Message(
                  record.partition(),
                  record.offset(),
                  record.timestamp(),
                  record.key(),
                  record.value(),
                  record.headers().toArray()));
        }
      }
      if (messages.size() > before) {
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > STALLED_NANOS) {
        throw new IllegalStateException("Kafka returned nothing for a minute of " + open);
      }
    }
  }

  private static void requireReadable(int partition, long end, Long kafkaEnd) {
    if (kafkaEnd == null || end > kafkaEnd) {
      throw new IllegalStateException(
          "Partition "
              + partition
              + " cannot be read up to "
              + end
              + "; Kafka's end is "
              + kafkaEnd);
    }
  }

  private static String topicId(Map<String, Object> settings, String topic) {
    try (Admin admin = Admin.create(settings)) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .topicId()
          .toString();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Topic " + topic + " cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading topic " + topic, e);
    }
  }

  private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
    Map<Integer, Long> byPartition = new HashMap<>();
    offsets.forEach((partition, offset) -> byPartition.put(partition.partition(), offset));
    return byPartition;
  }
}
