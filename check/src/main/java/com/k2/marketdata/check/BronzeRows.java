package com.k2.marketdata.check;

import com.k2.marketdata.check.kafka.Message;
import com.k2.marketdata.check.rules.Rules;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.data.Record;
import org.apache.kafka.common.header.Header;

/** Compares bronze with the messages, byte by byte. */
final class BronzeRows {
  private BronzeRows() {}

  static void check(Record row, Message message, String table, Findings findings) {
    new Differences(row)
        .expectBytes("raw_bytes", message.value())
        .expectBytes("key", message.key())
        .expectMicros("kafka_timestamp", kafkaMicros(message))
        .expect("headers", stored(row.getField("headers")), headers(message))
        .expectDayOf("ingestion_date", "ingestion_timestamp")
        .report(table, message, findings);
  }

  static Long kafkaMicros(Message message) {
    long millis = message.timestampMillis();
    return Rules.isTimestamp(millis) ? Long.valueOf(millis * 1000) : null;
  }

  /** The headers as documented: a # in a name is doubled, and repeated names get a number. */
  private static Map<String, ByteBuffer> headers(Message message) {
    Map<String, ByteBuffer> headers = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (Header header : message.headers()) {
      int number = numbers.merge(header.key(), 1, Integer::sum);
      headers.put(
          header.key().replace("#", "##") + (number == 1 ? "" : "#" + number),
          header.value() == null ? null : ByteBuffer.wrap(header.value()));
    }
    return headers;
  }

  private static Map<String, Object> stored(Object headers) {
    Map<String, Object> stored = new HashMap<>();
    if (headers instanceof Map<?, ?> map) {
      map.forEach((name, value) -> stored.put(name.toString(), value));
    }
    return stored;
  }
}
