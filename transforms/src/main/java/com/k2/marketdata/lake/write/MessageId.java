package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.write.row.InternedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;

/**
 * Computes the ids of silver's rows: the same message always has the same id, and a recreated topic
 * has different ids.
 *
 * <p>An id is the text of a version 8 UUID that consists of the message's coordinates: {@code
 * tttttttt-tttt-8ppp-bppp-oooooooooooo}, where {@code t} is the first 48 bits of the SHA-256 of the
 * topic id, {@code p} the partition and {@code o} the offset, all in hexadecimal. Ids of neighbors
 * share their beginning, so that they compress well. A partition or an offset that does not fit has
 * a name-based id (version 3), as have rows that were written before this formula was introduced.
 * Immutable and thread-safe.
 */
public final class MessageId {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int TOPIC_DIGITS = 12;
  private static final int PARTITION_BITS = 24;
  private static final int OFFSET_BITS = 48;
  private static final int VERSION_DIGIT = 14;

  private final byte[] topicId;
  private final byte[] template;

  /** Computes the ids of a topic's messages. */
  public MessageId(String topicId) {
    this.topicId = topicId.getBytes(StandardCharsets.UTF_8);
    String topic = HexFormat.of().formatHex(sha256(this.topicId)).substring(0, TOPIC_DIGITS);
    this.template =
        (topic.substring(0, 8) + "-" + topic.substring(8) + "-8000-b000-000000000000")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** The id of a message of the topic, as text. */
  Binary of(int partition, long offset) {
    if (partition >>> PARTITION_BITS != 0 || offset >>> OFFSET_BITS != 0) {
      return InternedText.once(nameBased(partition, offset).toString());
    }
    byte[] text = template.clone();
    hex(text, 15, 3, partition >>> 12);
    hex(text, 20, 3, partition);
    hex(text, 24, 12, offset);
    return Binary.fromConstantByteArray(text);
  }

  /**
   * The id of a message of the topic, by the formula that the version digit of {@code stored}
   * names. If the digit names no formula, the result is the id of a new row.
   *
   * @param stored the id that a row of this message has
   */
  public String ofSameVersion(String stored, int partition, long offset) {
    boolean nameBased = stored.length() > VERSION_DIGIT && stored.charAt(VERSION_DIGIT) == '3';
    return nameBased
        ? nameBased(partition, offset).toString()
        : of(partition, offset).toStringUsingUTF8();
  }

  private UUID nameBased(int partition, long offset) {
    return UUID.nameUUIDFromBytes(
        ByteBuffer.allocate(topicId.length + Integer.BYTES + Long.BYTES)
            .put(topicId)
            .putInt(partition)
            .putLong(offset)
            .array());
  }

  /** Writes the lowest digits of a number. */
  private static void hex(byte[] text, int at, int digits, long number) {
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = HEX[(int) rest & 0xf];
      rest >>>= 4;
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
