package com.k2.marketdata.message;

import java.nio.ByteBuffer;
import net.jpountz.xxhash.StreamingXXHash64;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * XXH64 with seed 0 of bytes that are added one after the other; numbers are big-endian. Bytes that
 * fit in the buffer are hashed in one call, which takes a third less time. For one thread.
 */
final class Xxh64 {
  private static final int BUFFER_BYTES = 4_096;

  // The Java implementation: the native one extracts a library into the temporary folder, and is
  // slower for short messages.
  private static final XXHashFactory FACTORY = XXHashFactory.fastestJavaInstance();

  private final XXHash64 hash = FACTORY.hash64();
  private final StreamingXXHash64 stream = FACTORY.newStreamingHash64(0);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private boolean streaming;

  /** Forgets the bytes. */
  Xxh64 reset() {
    buffer.clear();
    if (streaming) {
      stream.reset();
      streaming = false;
    }
    return this;
  }

  Xxh64 add(byte number) {
    reserve(Byte.BYTES);
    buffer.put(number);
    return this;
  }

  Xxh64 add(int number) {
    reserve(Integer.BYTES);
    buffer.putInt(number);
    return this;
  }

  Xxh64 add(long number) {
    reserve(Long.BYTES);
    buffer.putLong(number);
    return this;
  }

  void add(byte[] bytes) {
    add(bytes, 0, bytes.length);
  }

  /** Adds the bytes between position and limit, which do not change. */
  void add(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      add(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } else {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      add(copy);
    }
  }

  /** The hash of all bytes since the last reset. */
  long value() {
    if (!streaming) {
      return hash.hash(buffer.array(), 0, buffer.position(), 0);
    }
    flush();
    return stream.getValue();
  }

  private void add(byte[] bytes, int from, int length) {
    reserve(length);
    if (length <= buffer.remaining()) {
      buffer.put(bytes, from, length);
    } else {
      stream.update(bytes, from, length);
    }
  }

  private void reserve(int length) {
    if (length > buffer.remaining()) {
      flush();
    }
  }

  private void flush() {
    stream.update(buffer.array(), 0, buffer.position());
    buffer.clear();
    streaming = true;
  }
}
