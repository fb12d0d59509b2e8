package com.k2.marketdata.kafka;

import com.k2.marketdata.failure.SystemFaultException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Uses the check that a consumer makes after a change of leaders (KIP-320). Opens a consumer for
 * each call, so it is meant for rare use. Logs on brokers older than Kafka 2.4, which do not
 * support the check, count as unchanged.
 */
public final class KafkaTruncationCheck implements TruncationCheck {
  private final KafkaConfig config;

  public KafkaTruncationCheck(KafkaConfig config) {
    this.config = config;
  }

  /**
   * The reads that the topic's logs, as they are now, do not continue.
   *
   * @throws SystemFaultException if Kafka does not answer
   */
  @Override
  public List<Parting> partings(String topic, Collection<Read> reads) {
    List<Parting> partings = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(config.consumer())) {
      for (Read read : reads) {
        parting(consumer, topic, read).ifPresent(partings::add);
      }
    } catch (KafkaException e) {
      throw new SystemFaultException(
          "Kafka at "
              + config.bootstrapServers()
              + " did not say whether the logs of "
              + topic
              + " still continue what was read: "
              + e.getMessage(),
          e);
    }
    return partings;
  }

  private static Optional<Parting> parting(
      Consumer<byte[], byte[]> consumer, String topic, Read read) {
    TopicPartition partition = new TopicPartition(topic, read.partition());
    consumer.assign(List.of(partition));
    // Until a consumer has the leader's epoch, it accepts any seek as valid. This call fetches it.
    consumer.endOffsets(List.of(partition));
    consumer.seek(partition, new OffsetAndMetadata(read.position(), Optional.of(read.epoch()), ""));
    try {
      consumer.position(partition);
      return Optional.empty();
    } catch (LogTruncationException e) {
      OffsetAndMetadata divergent = e.divergentOffsets().get(partition);
      return Optional.of(
          new Parting(
              read,
              divergent == null ? OptionalLong.empty() : OptionalLong.of(divergent.offset())));
    }
  }
}
