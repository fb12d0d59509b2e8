package com.k2.marketdata.verify.contents.task;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.MessageHash;
import com.k2.marketdata.verify.scan.DataFileReader;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.StructLike;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the columns of bronze's rows. For one thread. */
public final class BronzeColumns {
  private final int topic;
  private final int topicId;
  private final int partition;
  private final int offset;
  private final int timestamp;
  private final int ingestion;
  private final int key;
  private final int headers;
  private final int value;
  private final MessageHash hash = new MessageHash();

  /** Finds the columns in rows that are read. */
  public BronzeColumns(DataFileReader rows) {
    this.topic = rows.position(BronzeTable.TOPIC);
    this.topicId = rows.position(BronzeTable.TOPIC_ID);
    this.partition = rows.position(BronzeTable.PARTITION);
    this.offset = rows.position(BronzeTable.OFFSET);
    this.timestamp = rows.position(BronzeTable.KAFKA_TIMESTAMP);
    this.ingestion = rows.position(BronzeTable.INGESTION_TIMESTAMP);
    this.key = rows.position(BronzeTable.KEY);
    this.headers = rows.position(BronzeTable.HEADERS);
    this.value = rows.position(BronzeTable.RAW_BYTES);
  }

  /** The hash that the row adds to bronze's running sum. */
  public long hash(StructLike row) {
    return hash.of(
        row.get(partition, Integer.class),
        row.get(offset, Long.class),
        row.get(timestamp, Long.class),
        row.get(key, ByteBuffer.class),
        headers(row),
        row.get(value, ByteBuffer.class));
  }

  /** The message that the row holds, with copies of its bytes. */
  public KafkaMessage message(StructLike row) {
    Long micros = row.get(timestamp, Long.class);
    Map<String, byte[]> copied = new LinkedHashMap<>();
    Map<String, ByteBuffer> stored = headers(row);
    if (stored != null) {
      stored.forEach((name, bytes) -> copied.put(name, bytes(bytes)));
    }
    return new KafkaMessage(
        row.get(topic, String.class),
        row.get(topicId, String.class),
        row.get(partition, Integer.class),
        row.get(offset, Long.class),
        micros == null ? KafkaMessage.NO_TIMESTAMP : TimeUnit.MICROSECONDS.toMillis(micros),
        row.get(ingestion, Long.class),
        copied,
        bytes(row.get(key, ByteBuffer.class)),
        bytes(row.get(value, ByteBuffer.class)));
  }

  @SuppressWarnings("unchecked") // the type of the column
  private @Nullable Map<String, ByteBuffer> headers(StructLike row) {
    return headers < 0 ? null : row.get(headers, Map.class);
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return copy;
  }
}
