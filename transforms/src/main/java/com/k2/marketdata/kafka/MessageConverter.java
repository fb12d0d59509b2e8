package com.k2.marketdata.kafka;

import com.k2.marketdata.message.KafkaMessage;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts the Kafka client's records to messages. For one thread. */
final class MessageConverter {
  private static final Logger LOG = LoggerFactory.getLogger(MessageConverter.class);

  private final TopicIdentity topic;
  private final long clockMicros;
  private boolean warned;

  MessageConverter(TopicIdentity topic, long clockMicros) {
    this.topic = topic;
    this.clockMicros = clockMicros;
  }

  KafkaMessage message(ConsumerRecord<byte[], byte[]> record) {
    warnOfTimestamp(record);
    return new KafkaMessage(
        topic.topic(),
        topic.topicId(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        clockMicros,
        headers(record.headers()),
        record.key(),
        record.value());
  }

  /** Warns once per reader, since such messages may be frequent. */
  private void warnOfTimestamp(ConsumerRecord<byte[], byte[]> record) {
    long timestamp = record.timestamp();
    if (timestamp != KafkaMessage.NO_TIMESTAMP && !KafkaMessage.isTime(timestamp) && !warned) {
      LOG.warn(
          "The Kafka timestamp {} of {}-{}@{} is out of range: kafka_timestamp is null for such"
              + " messages, and their trade times are not compared with it",
          timestamp,
          record.topic(),
          record.partition(),
          record.offset());
      warned = true;
    }
  }

  /**
   * The headers by name, in their order. A repeated name gets the suffix {@code #2}, {@code #3}, …,
   * and each {@code #} that is part of a name is doubled, so that the two can be distinguished.
   */
  private static Map<String, byte[]> headers(Headers headers) {
    Iterator<Header> each = headers.iterator();
    if (!each.hasNext()) {
      return Map.of();
    }
    Map<String, byte[]> byName = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    while (each.hasNext()) {
      Header header = each.next();
      String name = header.key().replace("#", "##");
      int count = counts.merge(name, 1, Integer::sum);
      byName.put(count == 1 ? name : name + "#" + count, header.value());
    }
    return byName;
  }
}
