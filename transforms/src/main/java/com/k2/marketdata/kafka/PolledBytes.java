package com.k2.marketdata.kafka;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Copies the keys and values of a poll's records, up to a number of bytes. After that it omits
 * them, and the reader has to read these records again. Without it a poll has no limit in bytes:
 * Kafka limits it by records and by compressed bytes only, and a batch of 100 kB can contain a
 * gigabyte.
 *
 * <p>The records of a poll are decompressed one by one, so an omitted one uses no memory. A record
 * without key and value is never omitted. For one thread.
 */
final class PolledBytes implements Deserializer<byte[]> {
  /** Above what 1,000 messages of 16 kB need. The first message may exceed it. */
  static final long MAX_BYTES = 16 << 20;

  private static final byte[] OMITTED = new byte[0];

  private final long maxBytes;
  private long bytes;

  PolledBytes(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Starts to count for the next poll. */
  void beginPoll() {
    bytes = 0;
  }

  /** The records before the first omitted one. */
  static <T extends ConsumerRecord<byte[], byte[]>> List<T> complete(List<T> records) {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).key() == OMITTED || records.get(i).value() == OMITTED) {
        return records.subList(0, i);
      }
    }
    return records;
  }

  @Override
  public byte[] deserialize(String topic, byte[] data) {
    throw new UnsupportedOperationException("Kafka's consumer passes a buffer");
  }

  @Override
  public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
    if (bytes >= maxBytes) {
      // Each header keeps the whole record in memory.
      for (Header header : headers.toArray()) {
        headers.remove(header.key());
      }
      return OMITTED;
    }
    bytes += data.remaining();
    for (Header header : headers) {
      // Copies the header, so that it no longer needs the record.
      bytes += header.value() == null ? 0 : header.value().length;
    }
    byte[] copy = new byte[data.remaining()];
    data.duplicate().get(copy);
    return copy;
  }
}
