package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.write.spill.SpillSettings;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are written to bronze without losing a value. */
class BronzeRowsTest {
  @TempDir private Path folder;
  private Table bronze;

  @BeforeEach
  void create() {
    bronze = TestLake.in(folder).ensure(BronzeTable.definition(RawTrades.BINANCE));
  }

  @Test
  void everyByteNullAndHeaderIsKept() {
    Map<String, byte[]> headers = new HashMap<>();
    headers.put("trace", new byte[] {0, -1});
    headers.put("empty", new byte[0]);
    headers.put("none", null);
    headers.put("ünïcode", new byte[] {7});
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    TableWriter writer = new TableWriter(bronze, SpillSettings.DEFAULTS);
    write(writer, new KafkaMessage("t", "id", 0, 0, 1, 2, headers, new byte[] {9}, all));
    write(writer, new KafkaMessage("t", "id", 0, 1, -1, 2, Map.of(), null, null));
    write(
        writer, new KafkaMessage("t", "id", 1, 1L << 40, 1, 2, Map.of(), new byte[0], new byte[0]));
    TestLake.append(bronze, writer.finish());

    Map<Object, Record> rows = new HashMap<>();
    TestLake.rows(bronze).forEach(row -> rows.put(row.getField("offset"), row));
    Record full = rows.get(0L);
    assertThat(bytes(full.getField("raw_bytes"))).isEqualTo(all);
    assertThat(bytes(full.getField("key"))).containsExactly(9);
    assertThat(full.getField("topic")).isEqualTo("t");
    assertThat(full.getField("topic_id")).isEqualTo("id");
    assertThat(full.getField("kafka_timestamp")).isEqualTo(TestLake.time(1000));
    assertThat(full.getField("ingestion_timestamp")).isEqualTo(TestLake.time(2));
    assertThat(full.getField("ingestion_date")).isEqualTo(LocalDate.ofEpochDay(20_000));
    Map<?, ?> found = (Map<?, ?>) full.getField("headers");
    assertThat(found).hasSize(4);
    headers.forEach((name, value) -> assertThat(bytes(found.get(name))).isEqualTo(value));

    Record tombstone = rows.get(1L);
    assertThat(tombstone.getField("raw_bytes")).isNull();
    assertThat(tombstone.getField("key")).isNull();
    assertThat(tombstone.getField("headers")).isNull();
    assertThat(tombstone.getField("kafka_timestamp")).isNull();

    Record empty = rows.get(1L << 40);
    assertThat(bytes(empty.getField("raw_bytes"))).isEmpty();
    assertThat(bytes(empty.getField("key"))).isEmpty();
    assertThat(empty.getField("partition")).isEqualTo(1);
  }

  @Test
  void offsetsAreStoredAsDeltas() throws IOException {
    TableWriter writer = new TableWriter(bronze, SpillSettings.DEFAULTS);
    write(writer, new KafkaMessage("t", "id", 0, 0, 1, 2, Map.of(), null, new byte[] {1}));
    String location = writer.finish().get(0).location();
    HadoopInputFile file =
        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(location), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      assertThat(reader.getFooter().getBlocks().get(0).getColumns())
          .filteredOn(column -> column.getPath().toDotString().equals("offset"))
          .singleElement()
          .satisfies(
              column -> assertThat(column.getEncodings()).contains(Encoding.DELTA_BINARY_PACKED));
    }
  }

  private static void write(TableWriter writer, KafkaMessage message) {
    new BronzeRows(20_000).fill(writer.row(), message);
    writer.write(20_000);
  }

  private static byte[] bytes(Object value) {
    if (value == null) {
      return null;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
