package com.k2.marketdata.kafka;

import com.k2.marketdata.message.KafkaMessage;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Converts the Kafka client's records to messages. */
record MessageConverter(TopicIdentity topic, long clockMicros) {

  KafkaMessage message(ConsumerRecord<byte[], byte[]> record) {
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
