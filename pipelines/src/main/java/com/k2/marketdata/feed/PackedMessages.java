package com.k2.marketdata.feed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Messages of one topic packed into one byte array, the form in which a chunk enters Beam. */
final class PackedMessages {
  private static final int NULL = -1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private int count;
  private long valueBytes;

  void add(long timestampMillis, byte @Nullable [] key, byte @Nullable [] value) {
    try {
      out.writeLong(timestampMillis);
      write(key);
      write(value);
      count++;
      valueBytes += value == null ? 0 : value.length;
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
  }

  int count() {
    return count;
  }

  /** The total length of all values. */
  long valueBytes() {
    return valueBytes;
  }

  int size() {
    return bytes.size();
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** Passes the messages of a packed array to a consumer, in the order in which they were added. */
  static void unpack(
      byte[] packed, String topic, Consumer<ProducerRecord<byte[], byte[]>> consumer) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed))) {
      while (in.available() > 0) {
        long timestampMillis = in.readLong();
        byte[] key = read(in);
        consumer.accept(new ProducerRecord<>(topic, null, timestampMillis, key, read(in)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A chunk of the feed is corrupt.", e);
    }
  }

  private void write(byte @Nullable [] field) throws IOException {
    out.writeInt(field == null ? NULL : field.length);
    if (field != null) {
      out.write(field);
    }
  }

  private static byte @Nullable [] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NULL ? null : in.readNBytes(length);
  }
}
