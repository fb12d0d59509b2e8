package com.k2.marketdata.lake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A silver row's id: a name-based UUID of topic id, partition and offset. The same message always
 * has the same id, and a topic made anew cannot collide.
 */
final class MessageId {
  private final ByteBuffer name;
  private final int coordinates;

  MessageId(String topicId) {
    byte[] prefix = topicId.getBytes(StandardCharsets.UTF_8);
    this.coordinates = prefix.length;
    this.name = ByteBuffer.allocate(prefix.length + Integer.BYTES + Long.BYTES).put(prefix);
  }

  String of(int partition, long offset) {
    name.putInt(coordinates, partition).putLong(coordinates + Integer.BYTES, offset);
    return UUID.nameUUIDFromBytes(name.array()).toString();
  }
}
