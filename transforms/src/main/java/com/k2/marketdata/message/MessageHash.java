package com.k2.marketdata.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import net.jpountz.xxhash.StreamingXXHash64;
import net.jpountz.xxhash.XXHashFactory;
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
  private static final int FIXED_BYTES = 4 + 8 + 1 + 8 + 4 + 4 + 4;

  // The Java implementation: the native one extracts a library into the temporary folder.
  private final StreamingXXHash64 hash = XXHashFactory.fastestJavaInstance().newStreamingHash64(0);
  private final ByteBuffer fixed = ByteBuffer.allocate(FIXED_BYTES);
  private String[] names = new String[0];

  /** The hash of a message. */
  public long of(KafkaMessage message) {
    byte[] key = message.key();
    byte[] value = message.value();
    boolean timed = message.timestampMillis() != KafkaMessage.NO_TIMESTAMP;
    begin(message.partition(), message.offset());
    timestamp(timed, timed ? message.timestampMillis() * 1000 : 0);
    lengths(
        key == null ? -1 : key.length, value == null ? -1 : value.length, message.headers().size());
    update(key);
    update(value);
    headers(message.headers(), ByteBuffer::wrap);
    return hash.getValue();
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
    timestamp(kafkaTimestamp != null, kafkaTimestamp == null ? 0 : kafkaTimestamp);
    lengths(length(key), length(value), present.size());
    update(key);
    update(value);
    headers(present, buffer -> buffer);
    return hash.getValue();
  }

  private void begin(int partition, long offset) {
    hash.reset();
    fixed.clear().putInt(partition).putLong(offset);
  }

  private void timestamp(boolean present, long micros) {
    fixed.put((byte) (present ? 1 : 0)).putLong(micros);
  }

  private void lengths(int key, int value, int headers) {
    fixed.putInt(key).putInt(value).putInt(headers);
    hash.update(fixed.array(), 0, fixed.position());
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
      fixed.clear().putInt(name.length).putInt(length(bytes));
      hash.update(fixed.array(), 0, fixed.position());
      update(name);
      update(bytes);
    }
  }

  private static int length(@Nullable ByteBuffer bytes) {
    return bytes == null ? -1 : bytes.remaining();
  }

  private void update(byte @Nullable [] bytes) {
    if (bytes != null) {
      hash.update(bytes, 0, bytes.length);
    }
  }

  private void update(@Nullable ByteBuffer bytes) {
    if (bytes != null && bytes.hasArray()) {
      hash.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } else if (bytes != null) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      update(copy);
    }
  }
}
