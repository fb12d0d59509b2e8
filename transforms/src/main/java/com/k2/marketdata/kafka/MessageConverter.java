package com.k2.marketdata.kafka;

import com.k2.marketdata.message.KafkaMessage;
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

  private static Map<String, byte[]> headers(Headers headers) {
    Iterator<Header> each = headers.iterator();
    if (!each.hasNext()) {
      return Map.of();
    }
    Map<String, byte[]> byName = new LinkedHashMap<>();
    while (each.hasNext()) {
      Header header = each.next();
      String name = header.key();
      for (int number = 2; byName.containsKey(name); number++) {
        name = header.key() + "#" + number;
      }
      byName.put(name, header.value());
    }
    return byName;
  }
}
