package com.k2.marketdata.lake.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.k2.marketdata.lake.deadletter.DeadLetterFiles;
import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableDefinition;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.testing.RawTrades;
import com.k2.marketdata.testing.TestLake;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Side;
import com.k2.marketdata.trade.Trade;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are written to Parquet files without losing a value. */
class TableWriterTest {
  private static final long DAY = TimeUnit.DAYS.toMicros(1);
  private static final long TODAY = RawTrades.KAFKA_MILLIS * 1000 / DAY * DAY;

  @TempDir private Path folder;
  private TestLake lake;

  @BeforeEach
  void create() {
    lake = TestLake.in(folder);
  }

  @Test
  void backfillOverHundredsOfDaysLosesNoRow() {
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    int days = 200;
    for (int i = 0; i < days; i++) {
      writeTrade(writer, i, TODAY - i * DAY + i);
      writeTrade(writer, days + i, TODAY - i * DAY + i);
    }
    List<DataFile> files = writer.finish();
    assertThat(writer.rows()).isEqualTo(2 * days);
    assertThat(files).hasSize(days).allMatch(file -> file.recordCount() == 2);
    append(silver, files);
    assertThat(offsets(silver)).hasSize(2 * days);
  }

  @Test
  void aFileEndsAtTheTargetSize() {
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    silver.updateProperties().set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "20000").commit();
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    for (int i = 0; i < 10_000; i++) {
      writeTrade(writer, i, TODAY + i);
    }
    List<DataFile> files = writer.finish();
    assertThat(files).hasSizeBetween(3, 10);
    assertThat(files.stream().mapToLong(DataFile::recordCount).sum()).isEqualTo(10_000);
    append(silver, files);
    assertThat(offsets(silver)).hasSize(10_000);
  }

  @Test
  void noRowsMakeNoFile() {
    assertThat(
            new TableWriter(lake.ensure(DeadLetterTable.definition()), SpillSettings.DEFAULTS)
                .finish())
        .isEmpty();
  }

  @Test
  void aDataFileHasPartitionMetricsAndSplits() {
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    writeTrade(writer, 5, -1); // the last microsecond of 1969
    writeTrade(writer, 9, -DAY);
    DataFile file = writer.finish().get(0);
    assertThat(file.partition().get(0, Integer.class)).isEqualTo(-1);
    assertThat(file.location()).contains("timestamp_day=1969-12-31");
    assertThat(file.splitOffsets()).isNotEmpty();
    assertThat(file.fileSizeInBytes())
        .isEqualTo(silver.io().newInputFile(file.location()).getLength());
    int offset = silver.schema().findField("kafka_offset").fieldId();
    assertThat((Object) bound(file.lowerBounds().get(offset))).isEqualTo(5L);
    assertThat((Object) bound(file.upperBounds().get(offset))).isEqualTo(9L);
    assertThat(file.nullValueCounts())
        .containsEntry(silver.schema().findField("platform_sequence").fieldId(), 2L);
  }

  @Test
  void partitionsOfDeadLettersAreDayAndSource() {
    Table table = lake.ensure(DeadLetterTable.definition());
    TableWriter writer = new TableWriter(table, SpillSettings.DEFAULTS);
    new DeadLetterRows(new CycleStamp(1, "TEST", "src", "v"), 20)
        .fill(writer.row(), rejected(message(new byte[] {1}), null));
    writer.write(20);
    DataFile file = writer.finish().get(0);
    assertThat(file.partition().get(0, Integer.class)).isEqualTo(20);
    assertThat(file.partition().get(1, CharSequence.class)).hasToString("src");
  }

  @Test
  void bronzeKeepsEveryByteNullAndHeader() {
    Table bronze = lake.ensure(BronzeTable.definition(RawTrades.BINANCE));
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
    append(bronze, writer.finish());

    Map<Object, Record> rows = new HashMap<>();
    TestLake.rows(bronze).forEach(row -> rows.put(row.getField("offset"), row));
    Record full = rows.get(0L);
    assertThat(bytes(full.getField("raw_bytes"))).isEqualTo(all);
    assertThat(bytes(full.getField("key"))).containsExactly(9);
    assertThat(full.getField("topic")).isEqualTo("t");
    assertThat(full.getField("topic_id")).isEqualTo("id");
    assertThat(full.getField("kafka_timestamp")).isEqualTo(time(1000));
    assertThat(full.getField("ingestion_timestamp")).isEqualTo(time(2));
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
  void silverKeepsEveryDigitAndEveryOptionalValue() {
    Table silver = lake.ensure(SilverTable.definition(RawTrades.KRAKEN));
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    BigDecimal largest = new BigDecimal("9999999999999999.999999999999");
    BigDecimal smallest = new BigDecimal("0.000000000001");
    writeTrade(
        writer,
        1,
        trade(TODAY + 1, largest, smallest, List.of("limit", "b"), 5L, 6L, Map.of("misc", "")));
    writeTrade(
        writer,
        2,
        trade(TODAY, new BigDecimal("1E+3"), BigDecimal.TEN, List.of(), null, null, Map.of()));
    append(silver, writer.finish());

    Map<Object, Record> rows = new HashMap<>();
    TestLake.rows(silver).forEach(row -> rows.put(row.getField("kafka_offset"), row));
    Record full = rows.get(1L);
    assertThat(full.getField("price")).isEqualTo(largest);
    assertThat(full.getField("quantity")).isEqualTo(smallest);
    assertThat(full.getField("timestamp")).isEqualTo(time(TODAY + 1));
    assertThat(full.getField("trade_conditions")).isEqualTo(List.of("limit", "b"));
    assertThat(full.getField("vendor_data")).isEqualTo(Map.of("misc", ""));
    assertThat(full.getField("source_sequence")).isEqualTo(5L);
    assertThat(full.getField("ingestion_timestamp")).isEqualTo(time(6));
    assertThat(full.getField("platform_sequence")).isNull();
    assertThat(full.getField("side")).isEqualTo("BUY");
    assertThat(full.getField("asset_class")).isEqualTo("crypto");
    assertThat(full.getField("validation_timestamp")).isEqualTo(time(77));
    assertThat(full.getField("schema_id")).isEqualTo(3);

    Record bare = rows.get(2L);
    assertThat(bare.getField("price")).isEqualTo(new BigDecimal("1000.000000000000"));
    assertThat(bare.getField("trade_conditions")).isEqualTo(List.of());
    assertThat(bare.getField("vendor_data")).isEqualTo(Map.of());
    assertThat(bare.getField("source_sequence")).isNull();
    assertThat(bare.getField("ingestion_timestamp")).isNull();
  }

  @Test
  void vendorDataOfEveryRowKeepsItsPairs() {
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    List<Map<String, String>> written =
        List.of(
            Map.of(),
            Map.of("misc", ""),
            Map.of("a", "1", "b", "2", "ü", "ünï"),
            Map.of(),
            Map.of("a", "3"));
    for (int i = 0; i < written.size(); i++) {
      Trade trade =
          trade(TODAY, BigDecimal.ONE, BigDecimal.ONE, List.of(), null, null, written.get(i));
      writeTrade(writer, i, trade);
    }
    append(silver, writer.finish());
    assertThat(TestLake.rows(silver))
        .extracting(row -> row.getField("vendor_data"))
        .containsExactlyElementsOf(written);
  }

  @Test
  void mapWithOptionalValuesIsWritten() {
    TableDefinition definition = SilverTable.definition(RawTrades.BINANCE);
    lake.ensure(withOptionalMapValues(definition));
    Table silver = lake.ensure(definition);
    assertThat(silver.schema().findField("vendor_data.value").isOptional()).isTrue();
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    List<Map<String, String>> written = List.of(Map.of("a", "1", "b", "2"), Map.of());
    for (int i = 0; i < written.size(); i++) {
      Trade trade =
          trade(TODAY, BigDecimal.ONE, BigDecimal.ONE, List.of(), null, null, written.get(i));
      writeTrade(writer, i, trade);
    }
    append(silver, writer.finish());
    assertThat(TestLake.rows(silver))
        .extracting(row -> row.getField("vendor_data"))
        .containsExactlyElementsOf(written);
  }

  /** Spark and Trino create maps with values that may be null. */
  private static TableDefinition withOptionalMapValues(TableDefinition definition) {
    List<Types.NestedField> columns = new ArrayList<>();
    for (Types.NestedField column : definition.schema().columns()) {
      if (column.type() instanceof Types.MapType map) {
        Types.MapType optional =
            Types.MapType.ofOptional(map.keyId(), map.valueId(), map.keyType(), map.valueType());
        columns.add(Types.NestedField.required(column.fieldId(), column.name(), optional));
      } else {
        columns.add(column);
      }
    }
    return new TableDefinition(
        definition.name(), new Schema(columns), definition.spec(), definition.properties());
  }

  @Test
  void bronzeStoresOffsetsAsDeltas() throws IOException {
    Table bronze = lake.ensure(BronzeTable.definition(RawTrades.BINANCE));
    TableWriter writer = new TableWriter(bronze, SpillSettings.DEFAULTS);
    write(writer, message(new byte[] {1}));
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

  @Test
  void columnsAddedByOthersStayNull() {
    Table silver = lake.ensure(SilverTable.definition(RawTrades.BINANCE));
    Types.NestedField inner = Types.NestedField.required(1, "inner", Types.StringType.get());
    silver
        .updateSchema()
        .addColumn("fee", Types.DoubleType.get())
        .addColumn("note", Types.StructType.of(inner))
        .addColumn("tags", Types.ListType.ofOptional(2, Types.StringType.get()))
        .commit();
    TableWriter writer = new TableWriter(silver, SpillSettings.DEFAULTS);
    writeTrade(writer, 1, TODAY);
    append(silver, writer.finish());
    assertThat(TestLake.rows(silver))
        .extracting(
            row -> row.getField("kafka_offset"),
            row -> row.getField("fee"),
            row -> row.getField("note"),
            row -> row.getField("tags"))
        .containsExactly(tuple(1L, null, null, null));
  }

  @Test
  void reusedRowKeepsNoPreviousValue() {
    Table table = lake.ensure(DeadLetterTable.definition());
    TableWriter writer = new TableWriter(table, SpillSettings.DEFAULTS);
    for (Integer schemaId : Arrays.asList(4, null, 5)) {
      byte[] value = schemaId == null ? null : new byte[] {schemaId.byteValue()};
      new DeadLetterRows(new CycleStamp(1, "TEST", "src", "v"), 20_000)
          .fill(writer.row(), rejected(message(value), schemaId));
      writer.write(20_000);
    }
    append(table, writer.finish());
    assertThat(TestLake.rows(table))
        .extracting(row -> row.getField("schema_id"), row -> row.getField("raw_record") == null)
        .containsExactlyInAnyOrder(tuple(4, false), tuple(null, true), tuple(5, false));
  }

  @Test
  void deadLetterFilesAreReadFromTheirList() {
    Table table = lake.ensure(DeadLetterTable.definition());
    TableWriter writer = new TableWriter(table, SpillSettings.DEFAULTS);
    for (int day = 20_000; day < 20_003; day++) {
      new DeadLetterRows(new CycleStamp(1, "TEST", "src/odd name=ü", "v"), day)
          .fill(writer.row(), rejected(message(new byte[] {3}), 4));
      writer.write(day);
    }
    List<DataFile> files = writer.finish();
    List<DataFile> read = DeadLetterFiles.read(table, DeadLetterFiles.write(table, "cycle", files));
    assertThat(read).hasSize(3);
    for (int i = 0; i < 3; i++) {
      DataFile given = files.get(i);
      DataFile found = read.get(i);
      assertThat(found.location()).isEqualTo(given.location());
      assertThat(found.specId()).isEqualTo(given.specId());
      assertThat(found.partition().get(0, Integer.class)).isEqualTo(20_000 + i);
      assertThat(found.partition().get(1, CharSequence.class)).hasToString("src/odd name=ü");
      assertThat(found.recordCount()).isEqualTo(1);
      assertThat(found.fileSizeInBytes()).isEqualTo(given.fileSizeInBytes());
      assertThat(found.splitOffsets()).isEqualTo(given.splitOffsets());
      assertThat(found.columnSizes()).isEqualTo(given.columnSizes());
      assertThat(found.valueCounts()).isEqualTo(given.valueCounts());
      assertThat(found.nullValueCounts()).isEqualTo(given.nullValueCounts());
      assertThat(found.lowerBounds()).isEqualTo(given.lowerBounds());
      assertThat(found.upperBounds()).isEqualTo(given.upperBounds());
    }
    append(table, read);
    assertThat(TestLake.rows(table)).hasSize(3);
  }

  @Test
  void twoListsOfACycleAreTwoFiles() {
    Table table = lake.ensure(DeadLetterTable.definition());
    assertThat(DeadLetterFiles.write(table, "cycle", List.of()))
        .isNotEqualTo(DeadLetterFiles.write(table, "cycle", List.of()));
  }

  private static void writeTrade(TableWriter writer, long offset, long micros) {
    writeTrade(
        writer,
        offset,
        trade(micros, BigDecimal.ONE, BigDecimal.ONE, List.of(), null, null, Map.of()));
  }

  private static void writeTrade(TableWriter writer, long offset, Trade trade) {
    KafkaMessage message = new KafkaMessage("t", "id", 0, offset, 1, 2, Map.of(), null, null);
    new SilverRows(new CycleStamp(77, "KRAKEN", "bronze", "version"))
        .fill(writer.row(), message, trade);
    writer.write(SilverRows.day(trade));
  }

  private static Trade trade(
      long micros,
      BigDecimal price,
      BigDecimal quantity,
      List<String> conditions,
      Long sequence,
      Long producer,
      Map<String, String> vendor) {
    return new Trade(
        "id",
        "BTCUSD",
        micros,
        price,
        quantity,
        "USD",
        Side.BUY,
        conditions,
        sequence,
        producer,
        vendor,
        3);
  }

  private static void write(TableWriter writer, KafkaMessage message) {
    new BronzeRows(20_000).fill(writer.row(), message);
    writer.write(20_000);
  }

  private static KafkaMessage message(byte[] value) {
    return new KafkaMessage("t", "id", 0, 0, 1, 2, Map.of(), null, value);
  }

  private static Outcome.Rejected rejected(KafkaMessage message, Integer schemaId) {
    return new Outcome.Rejected(message, RejectReason.FRAMING_INVALID, "detail", schemaId);
  }

  private static void append(Table table, List<DataFile> files) {
    AppendFiles append = table.newAppend();
    files.forEach(append::appendFile);
    append.commit();
  }

  private static Set<Object> offsets(Table table) {
    Set<Object> offsets = new HashSet<>();
    TestLake.rows(table).forEach(row -> offsets.add(row.getField("kafka_offset")));
    return offsets;
  }

  private static Long bound(ByteBuffer value) {
    return Conversions.fromByteBuffer(Types.LongType.get(), value);
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

  private static OffsetDateTime time(long micros) {
    return Instant.EPOCH.plusNanos(micros * 1000).atOffset(ZoneOffset.UTC);
  }
}
