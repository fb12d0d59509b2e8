package com.k2.marketdata.lake;

import com.k2.marketdata.kafka.KafkaMessage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes bronze's rows of messages. For one thread. */
final class BronzeRows {
  private final int day;
  private final RepeatedText texts = new RepeatedText();

  /**
   * @param day of ingestion, as days since the epoch
   */
  BronzeRows(int day) {
    this.day = day;
  }

  /** Sets every column of a row of {@link BronzeTable}. */
  void fill(Row row, KafkaMessage message) {
    row.set(0, message.value() == null ? null : ByteBuffer.wrap(message.value()));
    row.set(1, texts.of(message.topic()));
    row.set(2, texts.of(message.topicId()));
    row.set(3, message.partition());
    row.set(4, message.offset());
    row.set(5, TimeUnit.MILLISECONDS.toMicros(message.timestampMillis()));
    row.set(6, message.ingestedMicros());
    row.set(7, day);
    row.set(8, message.key() == null ? null : ByteBuffer.wrap(message.key()));
    row.set(9, wrap(message.headers()));
  }

  private static Map<String, ByteBuffer> wrap(Map<String, byte[]> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    Map<String, ByteBuffer> wrapped = new HashMap<>();
    headers.forEach(
        (name, value) -> wrapped.put(name, value == null ? null : ByteBuffer.wrap(value)));
    return wrapped;
  }
}
