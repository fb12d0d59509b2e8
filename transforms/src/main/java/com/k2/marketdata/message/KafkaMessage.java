package com.k2.marketdata.message;

import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One Kafka message with its coordinates, byte for byte.
 *
 * @param topicId Kafka's own id of the topic, which differs when a topic is deleted and recreated
 * @param timestampMillis the message's Kafka timestamp, milliseconds since the epoch; {@link
 *     #NO_TIMESTAMP} if Kafka has none, or if it is negative or beyond {@link #MAX_TIMESTAMP}
 * @param ingestedMicros when K2 ingested the message, microseconds since the epoch: the cycle's
 *     clock for a message read from Kafka, the bronze row's ingestion_timestamp for one read from
 *     bronze
 * @param headers never null, in the order that they have in Kafka; a repeated name gets a suffix
 *     {@code #2}, {@code #3}, …, and a {@code #} in a name is doubled
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

  /** Kafka's mark of a message without a timestamp. */
  public static final long NO_TIMESTAMP = -1;

  /** The latest Kafka timestamp in milliseconds whose microseconds fit in a column. */
  public static final long MAX_TIMESTAMP = Long.MAX_VALUE / 1000;

  public KafkaMessage {
    timestampMillis = isTime(timestampMillis) ? timestampMillis : NO_TIMESTAMP;
  }

  /** Whether a Kafka timestamp is a time that the tables can store. */
  public static boolean isTime(long timestampMillis) {
    return timestampMillis >= 0 && timestampMillis <= MAX_TIMESTAMP;
  }

  /** The Kafka timestamp in microseconds since the epoch; null if the message has none. */
  public @Nullable Long timestampMicros() {
    return timestampMillis == NO_TIMESTAMP ? null : (Long) (timestampMillis * 1000);
  }

  /** The coordinates in readable form: {@code topic-partition@offset}. */
  public String coordinates() {
    return topic + "-" + partition + "@" + offset;
  }
}
