package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.write.row.InternedText;
import com.k2.marketdata.lake.write.row.Row;
import com.k2.marketdata.message.KafkaMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Fills rows of {@link BronzeTable} from messages. Not safe for concurrent use. */
final class BronzeRows {
  private final int day;
  private final InternedText texts = new InternedText();

  /**
   * @param day the day of ingestion, in days since the epoch
   */
  BronzeRows(int day) {
    this.day = day;
  }

  /** Sets every column of the row. */
  void fill(Row row, KafkaMessage message) {
    row.set(0, bytes(message.value()));
    row.set(1, texts.of(message.topic()));
    row.set(2, texts.of(message.topicId()));
    row.set(3, message.partition());
    row.set(4, message.offset());
    row.set(5, message.timestampMicros());
    row.set(6, message.ingestedMicros());
    row.set(7, day);
    row.set(8, bytes(message.key()));
    row.set(9, encoded(message.headers()));
  }

  private @Nullable Map<Binary, Binary> encoded(Map<String, byte[]> headers) {
    if (headers.isEmpty()) {
      return null;
    }
    Map<Binary, Binary> encoded = new LinkedHashMap<>();
    headers.forEach((name, value) -> encoded.put(texts.of(name), bytes(value)));
    return encoded;
  }

  /** Wraps the bytes without copying them; null for null. */
  static @Nullable Binary bytes(byte @Nullable [] value) {
    return value == null ? null : Binary.fromConstantByteArray(value);
  }
}
