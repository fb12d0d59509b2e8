package com.k2.marketdata.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Hashes messages to 64 bits (XXH64 with seed 0). A hash covers the partition, offset, Kafka
 * timestamp, key, value and headers, which are the columns of a bronze row that come from Kafka.
 * Null differs from empty, and the order of the headers does not matter. Holds buffers that are
 * reused; for one thread.
 *
 * <p>The hashed bytes, in which numbers are big-endian: the partition (4 bytes) and the offset (8);
 * 1 and the timestamp in microseconds (8), or 0 and eight zeros if it is null; the length of the
 * key (4), the length of the value (4), the number of headers (4); the key; the value; for each
 * header, sorted by {@link String#compareTo}, the lengths of its name and value (4 each), its name
 * in UTF-8 and its value. The length of a null is -1.
 */
public final class MessageHash {
  private static final int NULL = -1;

  private final Xxh64 hash = new Xxh64();
  private String[] names = new String[0];

  /** The hash of a message. */
  public long of(KafkaMessage message) {
    byte[] key = message.key();
    byte[] value = message.value();
    begin(message.partition(), message.offset());
    if (message.timestampMillis() == KafkaMessage.NO_TIMESTAMP) {
      noTimestamp();
    } else {
      timestamp(message.timestampMillis() * 1000);
    }
    hash.add(key == null ? NULL : key.length).add(value == null ? NULL : value.length);
    hash.add(message.headers().size());
    if (key != null) {
      hash.add(key);
    }
    if (value != null) {
      hash.add(value);
    }
    headers(message.headers(), ByteBuffer::wrap);
    return hash.value();
  }

  /**
   * The hash of a bronze row's columns, equal to that of the message that it was written from. The
   * buffers are read from their position to their limit, and do not change.
   *
   * @param kafkaTimestamp in microseconds since the epoch
   * @param headers null for none
   */
  public long of(
      int partition,
      long offset,
      @Nullable Long kafkaTimestamp,
      @Nullable ByteBuffer key,
      @Nullable Map<String, ByteBuffer> headers,
      @Nullable ByteBuffer value) {
    Map<String, ByteBuffer> present = headers == null ? Map.of() : headers;
    begin(partition, offset);
    if (kafkaTimestamp == null) {
      noTimestamp();
    } else {
      timestamp(kafkaTimestamp);
    }
    hash.add(length(key)).add(length(value)).add(present.size());
    add(key);
    add(value);
    headers(present, buffer -> buffer);
    return hash.value();
  }

  private void begin(int partition, long offset) {
    hash.reset().add(partition).add(offset);
  }

  private void timestamp(long micros) {
    hash.add((byte) 1).add(micros);
  }

  private void noTimestamp() {
    hash.add((byte) 0).add(0L);
  }

  private <T> void headers(Map<String, T> headers, Function<T, ByteBuffer> buffer) {
    if (headers.isEmpty()) {
      return;
    }
    names = headers.keySet().toArray(names);
    Arrays.sort(names, 0, headers.size());
    for (int i = 0; i < headers.size(); i++) {
      byte[] name = names[i].getBytes(StandardCharsets.UTF_8);
      T value = headers.get(names[i]);
      ByteBuffer bytes = value == null ? null : buffer.apply(value);
      hash.add(name.length).add(length(bytes)).add(name);
      add(bytes);
    }
  }

  private static int length(@Nullable ByteBuffer bytes) {
    return bytes == null ? NULL : bytes.remaining();
  }

  private void add(@Nullable ByteBuffer bytes) {
    if (bytes != null) {
      hash.add(bytes);
    }
  }
}
