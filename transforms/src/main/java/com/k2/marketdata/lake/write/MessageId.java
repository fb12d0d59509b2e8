package com.k2.marketdata.lake.write;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;

/**
 * A silver row's id: a name-based UUID of topic id, partition and offset. The same message always
 * has the same id, and a topic made anew cannot collide. For one thread.
 */
final class MessageId {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTES = 16;
  private static final int TEXT_BYTES = 36;

  private final MessageDigest md5;
  private final ByteBuffer name;
  private final int coordinates;
  private final byte[] id = new byte[BYTES];

  MessageId(String topicId) {
    byte[] prefix = topicId.getBytes(StandardCharsets.UTF_8);
    this.coordinates = prefix.length;
    this.name = ByteBuffer.allocate(prefix.length + Integer.BYTES + Long.BYTES).put(prefix);
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }

  /** The text of {@link UUID#nameUUIDFromBytes} of the coordinates, without the detours. */
  Binary of(int partition, long offset) {
    name.putInt(coordinates, partition).putLong(coordinates + Integer.BYTES, offset);
    try {
      md5.update(name.array());
      md5.digest(id, 0, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("An MD5 has " + BYTES + " bytes", e);
    }
    id[6] = (byte) (id[6] & 0x0f | 0x30); // version 3: made of a name
    id[8] = (byte) (id[8] & 0x3f | 0x80); // variant: RFC 4122
    byte[] text = new byte[TEXT_BYTES];
    int at = 0;
    for (int i = 0; i < BYTES; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        text[at++] = '-';
      }
      text[at++] = HEX[id[i] >> 4 & 0xf];
      text[at++] = HEX[id[i] & 0xf];
    }
    return Binary.fromConstantByteArray(text);
  }
}
