package com.k2.marketdata.lake.read;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.message.ItemReader;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.parquet.Parquet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads parts of bronze files one after the other. Each part yields its selected rows as messages,
 * then a receipt whose range is the part's bytes. Keys and headers are not read, because silver
 * does not have them. For one thread.
 */
final class BronzeReader implements ItemReader {
  private final Table bronze;
  private final BronzeSelection selection;
  private final Iterator<BronzeSplit> splits;
  private final Schema columns;
  private @Nullable BronzeSplit split;
  private CloseableIterator<StructLike> rows = CloseableIterator.empty();
  private long records;
  private long bytes;

  BronzeReader(Table bronze, BronzeSelection selection, List<BronzeSplit> splits) {
    this.bronze = bronze;
    this.selection = selection;
    this.splits = splits.iterator();
    this.columns =
        bronze
            .schema()
            .select(
                BronzeTable.RAW_BYTES,
                BronzeTable.TOPIC_ID,
                BronzeTable.PARTITION,
                BronzeTable.OFFSET,
                BronzeTable.KAFKA_TIMESTAMP,
                BronzeTable.INGESTION_TIMESTAMP);
  }

  /** The next message or receipt; null after the last part. */
  @Override
  public @Nullable ReadItem next() throws IOException {
    if (split == null && !begin()) {
      return null;
    }
    while (rows.hasNext()) {
      StructLike row = rows.next();
      int partition = row.get(2, Integer.class);
      long offset = row.get(3, Long.class);
      if (selection.selects(row.get(1, String.class), partition, offset)) {
        KafkaMessage message = message(row, partition, offset);
        records++;
        bytes += message.value() == null ? 0 : message.value().length;
        return message;
      }
    }
    return end();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private boolean begin() {
    if (!splits.hasNext()) {
      return false;
    }
    split = splits.next();
    records = 0;
    bytes = 0;
    if (split.isEmpty()) {
      return true;
    }
    CloseableIterable<StructLike> all =
        Parquet.read(bronze.io().newInputFile(split.location()))
            .project(columns)
            .split(split.start(), split.length())
            .filter(selection.filter())
            .createReaderFunc(type -> InternalReader.create(columns, type))
            .build();
    rows = all.iterator();
    return true;
  }

  private RangeReceipt end() throws IOException {
    rows.close();
    rows = CloseableIterator.empty();
    long to = split.start() + split.length();
    RangeReceipt receipt = new RangeReceipt(split.number(), split.start(), to, to, records, bytes);
    split = null;
    return receipt;
  }

  private KafkaMessage message(StructLike row, int partition, long offset) {
    Long kafkaMicros = row.get(4, Long.class);
    return new KafkaMessage(
        selection.topic(),
        selection.topicId(),
        partition,
        offset,
        kafkaMicros == null
            ? KafkaMessage.NO_TIMESTAMP
            : TimeUnit.MICROSECONDS.toMillis(kafkaMicros),
        row.get(5, Long.class),
        Map.of(),
        null,
        bytes(row.get(0, ByteBuffer.class)));
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
