package com.k2.marketdata.kafka;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.ReadItem;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads Kafka's committed messages in a range of offsets. The other offsets are transaction
 * markers, aborted messages or compacted keys. A message may be passed twice if Kafka deletes part
 * of the range during the read.
 */
public final class CommittedMessages {
  private static final int ATTEMPTS = 3;

  private final KafkaConfig kafka;
  private final TopicIdentity topic;
  private final Duration timeout;

  /**
   * @param timeout how long Kafka may deliver nothing
   */
  public CommittedMessages(KafkaConfig kafka, TopicIdentity topic, Duration timeout) {
    this.kafka = kafka;
    this.topic = topic;
    this.timeout = timeout;
  }

  /**
   * Passes the offsets of the committed messages to {@code offsets}.
   *
   * @return the part of the range that Kafka still has
   * @throws SystemFaultException if Kafka does not answer
   */
  public OffsetRange list(OffsetRange range, LongConsumer offsets) {
    return read(range, message -> offsets.accept(message.offset()));
  }

  /**
   * Passes the committed messages to {@code messages}.
   *
   * @return the part of the range that Kafka still has
   * @throws SystemFaultException if Kafka does not answer
   */
  public OffsetRange read(OffsetRange range, Consumer<KafkaMessage> messages) {
    ConsumerPool.Lease lease = ConsumerPool.lease(kafka, this);
    try {
      OffsetRange available = read(lease, range, messages, ATTEMPTS);
      lease.giveBack();
      return available;
    } finally {
      lease.discard(); // Has no effect on a lease that was given back.
      Reference.reachabilityFence(this);
    }
  }

  private OffsetRange read(
      Polls polls, OffsetRange range, Consumer<KafkaMessage> messages, int attempts) {
    long start = Math.max(range.from(), logStart(polls.consumer(), range.partition()));
    if (start >= range.to()) {
      return new OffsetRange(range.partition(), range.to(), range.to());
    }
    OffsetRange available = new OffsetRange(range.partition(), start, range.to());
    RangeReader reader =
        new RangeReader(
            polls,
            new ReadOffsetRanges.Settings(topic, 0, timeout),
            List.of(new NumberedRange(0, available)));
    try {
      for (ReadItem item = reader.next(); item != null; item = reader.next()) {
        if (item instanceof KafkaMessage message) {
          messages.accept(message);
        }
      }
      return available;
    } catch (SystemFaultException e) {
      if (e.getCause() instanceof OffsetOutOfRangeException && attempts > 1) {
        return read(polls, range, messages, attempts - 1);
      }
      throw e;
    }
  }

  private long logStart(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, int partition) {
    TopicPartition key = new TopicPartition(topic.topic(), partition);
    try {
      return consumer.beginningOffsets(List.of(key), timeout).get(key);
    } catch (KafkaException e) {
      throw new SystemFaultException(
          "Kafka at "
              + kafka.bootstrapServers()
              + " did not return the first offset of "
              + key
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
