package com.k2.marketdata.message;

import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One Kafka message with its coordinates, byte for byte.
 *
 * @param topicId Kafka's own id of the topic, so that a recreated topic is another topic
 * @param timestampMillis the message's Kafka timestamp, milliseconds since the epoch
 * @param ingestedMicros when bronze took the message in, microseconds since the epoch: the cycle's
 *     clock for a message read from Kafka, the bronze row's ingestion_timestamp for one read from
 *     bronze
 * @param headers never null; a name that occurs again gets a suffix {@code #2}, {@code #3}, …
 * @param value null for a tombstone
 */
public record KafkaMessage(
    String topic,
    String topicId,
    int partition,
    long offset,
    long timestampMillis,
    long ingestedMicros,
    Map<String, byte[]> headers,
    byte @Nullable [] key,
    byte @Nullable [] value)
    implements ReadItem {

  /** The coordinates as a person writes them: {@code topic-partition@offset}. */
  public String coordinates() {
    return topic + "-" + partition + "@" + offset;
  }
}
