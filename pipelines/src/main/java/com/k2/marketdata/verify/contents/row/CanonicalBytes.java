package com.k2.marketdata.verify.contents.row;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Encodes values of Iceberg's internal representation so that different values have different
 * bytes, and hashes them (XXH64 with seed 0). Each value begins with its type, and has its length
 * if that can vary; null is a type of its own. The order of a map's entries does not matter. The
 * buffer is reused; for one thread.
 */
final class CanonicalBytes {
  private static final XXHash64 XXH64 = XXHashFactory.fastestJavaInstance().hash64();

  private byte[] bytes = new byte[1024];
  private int size;

  void clear() {
    size = 0;
  }

  long hash() {
    return XXH64.hash(bytes, 0, size, 0);
  }

  /**
   * Appends a value.
   *
   * @throws IllegalArgumentException if the value's type is not one that K2's tables have
   */
  void add(@Nullable Object value) {
    if (value == null) {
      add('0');
    } else if (value instanceof CharSequence text) {
      add('t');
      addBytes(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    } else if (value instanceof Long || value instanceof Integer) {
      add('n');
      addLong(((Number) value).longValue());
    } else if (value instanceof ByteBuffer buffer) {
      add('b');
      addBytes(buffer.duplicate());
    } else if (value instanceof BigDecimal decimal) {
      add('d');
      addLong(decimal.scale());
      addBytes(ByteBuffer.wrap(decimal.unscaledValue().toByteArray()));
    } else if (value instanceof List<?> list) {
      add('l');
      addLong(list.size());
      list.forEach(this::add);
    } else if (value instanceof Map<?, ?> map) {
      add('m');
      addLong(map.size());
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, entry) -> sorted.put(key.toString(), entry));
      sorted.forEach(
          (key, entry) -> {
            add(key);
            add(entry);
          });
    } else {
      throw new IllegalArgumentException("Values of " + value.getClass() + " are not compared.");
    }
  }

  private void add(char type) {
    require(1);
    bytes[size++] = (byte) type;
  }

  private void addLong(long number) {
    require(Long.BYTES);
    ByteBuffer.wrap(bytes).putLong(size, number);
    size += Long.BYTES;
  }

  private void addBytes(ByteBuffer buffer) {
    int length = buffer.remaining();
    addLong(length);
    require(length);
    buffer.get(bytes, size, length);
    size += length;
  }

  private void require(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
