package com.k2.marketdata.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A topic of three messages, and tables that contain exactly what they require. Tests change a row
 * and then write the tables.
 */
final class SmallLake {
  static final String TOPIC = "trades";
  static final String TOPIC_ID = "abcdefghijklmnopqrstuv";
  static final String BRONZE = "bronze_binance_trades";
  static final String SILVER = "silver_binance_trades";
  static final org.apache.avro.Schema AVRO =
      SchemaBuilder.record("Trade")
          .fields()
          .requiredString("event_type")
          .requiredLong("event_time_ms")
          .requiredString("symbol")
          .requiredLong("trade_id")
          .requiredString("price")
          .requiredString("quantity")
          .requiredLong("trade_time_ms")
          .requiredBoolean("is_buyer_maker")
          .requiredLong("ingestion_timestamp")
          .endRecord();

  private static final int SCHEMA_ID = 7;
  private static final long MILLIS = 1_700_000_000_123L;
  private static final OffsetDateTime TIME = Instant.ofEpochMilli(MILLIS).atOffset(ZoneOffset.UTC);
  private static final LocalDate DAY = LocalDate.of(2023, 11, 14);
  private static final Types.TimestampType TIMESTAMP = Types.TimestampType.withZone();
  private static final Types.DecimalType AMOUNT = Types.DecimalType.of(28, 12);

  private static final Schema BRONZE_SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "raw_bytes", Types.BinaryType.get()),
          Types.NestedField.required(2, "topic", Types.StringType.get()),
          Types.NestedField.required(3, "topic_id", Types.StringType.get()),
          Types.NestedField.required(4, "partition", Types.IntegerType.get()),
          Types.NestedField.required(5, "offset", Types.LongType.get()),
          Types.NestedField.optional(6, "kafka_timestamp", TIMESTAMP),
          Types.NestedField.required(7, "ingestion_timestamp", TIMESTAMP),
          Types.NestedField.required(8, "ingestion_date", Types.DateType.get()),
          Types.NestedField.optional(9, "key", Types.BinaryType.get()),
          Types.NestedField.optional(
              10,
              "headers",
              Types.MapType.ofOptional(11, 12, Types.StringType.get(), Types.BinaryType.get())));

  private static final Schema SILVER_SCHEMA =
      new Schema(
          Types.NestedField.required(1, "message_id", Types.StringType.get()),
          Types.NestedField.required(2, "trade_id", Types.StringType.get()),
          Types.NestedField.required(3, "symbol", Types.StringType.get()),
          Types.NestedField.required(4, "exchange", Types.StringType.get()),
          Types.NestedField.required(5, "asset_class", Types.StringType.get()),
          Types.NestedField.required(6, "timestamp", TIMESTAMP),
          Types.NestedField.required(7, "price", AMOUNT),
          Types.NestedField.required(8, "quantity", AMOUNT),
          Types.NestedField.required(9, "currency", Types.StringType.get()),
          Types.NestedField.required(10, "side", Types.StringType.get()),
          Types.NestedField.required(
              11, "trade_conditions", Types.ListType.ofRequired(24, Types.StringType.get())),
          Types.NestedField.optional(12, "source_sequence", Types.LongType.get()),
          Types.NestedField.optional(13, "ingestion_timestamp", TIMESTAMP),
          Types.NestedField.optional(14, "platform_sequence", Types.LongType.get()),
          Types.NestedField.required(
              15,
              "vendor_data",
              Types.MapType.ofRequired(25, 26, Types.StringType.get(), Types.StringType.get())),
          Types.NestedField.required(18, "schema_id", Types.IntegerType.get()),
          Types.NestedField.required(19, "kafka_topic", Types.StringType.get()),
          Types.NestedField.required(20, "kafka_topic_id", Types.StringType.get()),
          Types.NestedField.required(21, "kafka_partition", Types.IntegerType.get()),
          Types.NestedField.required(22, "kafka_offset", Types.LongType.get()));

  private static final Schema DEAD_LETTER_SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "raw_record", Types.BinaryType.get()),
          Types.NestedField.required(2, "error_reason", Types.StringType.get()),
          Types.NestedField.required(3, "error_type", Types.StringType.get()),
          Types.NestedField.required(5, "error_timestamp", TIMESTAMP),
          Types.NestedField.required(6, "bronze_source", Types.StringType.get()),
          Types.NestedField.required(7, "kafka_topic", Types.StringType.get()),
          Types.NestedField.required(8, "kafka_topic_id", Types.StringType.get()),
          Types.NestedField.required(9, "kafka_partition", Types.IntegerType.get()),
          Types.NestedField.required(10, "kafka_offset", Types.LongType.get()),
          Types.NestedField.optional(11, "kafka_timestamp", TIMESTAMP),
          Types.NestedField.optional(12, "schema_id", Types.IntegerType.get()),
          Types.NestedField.required(14, "dlq_date", Types.DateType.get()));

  final List<Record> bronze = new ArrayList<>();
  final List<Record> silver = new ArrayList<>();
  final List<Record> deadLetters = new ArrayList<>();

  private final Path state;
  private final List<Message> messages =
      List.of(
          message(0, 0, trade("BTCUSDT", "27123.45", "0.5"), new RecordHeader("a", new byte[] {1})),
          message(0, 1, trade("ETHBTC", "0.05", "0")),
          message(1, 0, null));

  SmallLake(Path state) {
    this.state = state;
    messages.forEach(message -> bronze.add(bronzeRow(message)));
    bronze.get(0).setField("headers", Map.of("a", ByteBuffer.wrap(new byte[] {1})));
    silver.add(silverRow());
    deadLetters.add(deadLetter(messages.get(1), "quantity_not_positive", "quantity", SCHEMA_ID));
    deadLetters.add(deadLetter(messages.get(2), "payload_missing", "decoding", null));
  }

  /** Writes the tables and checks them. */
  CheckResult check() {
    return check(TimeLimits.DEFAULT);
  }

  CheckResult check(TimeLimits limits) {
    write();
    Map<Integer, Long> begins = Map.of(0, 0L, 1, 0L);
    Map<Integer, Long> ends = Map.of(0, 2L, 1, 1L);
    return IndependentCheck.of(
            KafkaSource.of("unused", TOPIC),
            LakeTables.inState(state, "binance"),
            WriterSchemas.always(AVRO))
        .judgedWithin(limits)
        .compare(new TopicContents(TOPIC, TOPIC_ID, messages, begins, ends, ends));
  }

  static byte[] trade(String symbol, String price, String quantity) {
    GenericData.Record trade = new GenericData.Record(AVRO);
    trade.put("event_type", "trade");
    trade.put("event_time_ms", MILLIS + 1);
    trade.put("symbol", symbol);
    trade.put("trade_id", 42L);
    trade.put("price", price);
    trade.put("quantity", quantity);
    trade.put("trade_time_ms", MILLIS);
    trade.put("is_buyer_maker", true);
    trade.put("ingestion_timestamp", MILLIS * 1000);
    return framed(trade);
  }

  static byte[] framed(GenericData.Record record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(SCHEMA_ID).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Message message(int partition, long offset, byte[] value, Header... headers) {
    return new Message(partition, offset, MILLIS, null, value, headers);
  }

  private static Record bronzeRow(Message message) {
    return GenericRecord.create(BRONZE_SCHEMA)
        .copy(
            values(
                "raw_bytes", message.value() == null ? null : ByteBuffer.wrap(message.value()),
                "topic", TOPIC,
                "topic_id", TOPIC_ID,
                "partition", message.partition(),
                "offset", message.offset(),
                "kafka_timestamp", TIME,
                "ingestion_timestamp", TIME,
                "ingestion_date", DAY));
  }

  private static Record silverRow() {
    return GenericRecord.create(SILVER_SCHEMA)
        .copy(
            values(
                // The SHA-256 of the topic id begins with f69f9b70d1c9.
                "message_id",
                "f69f9b70-d1c9-8000-b000-000000000000",
                "trade_id",
                "BINANCE-42",
                "symbol",
                "BTCUSDT",
                "exchange",
                "BINANCE",
                "asset_class",
                "crypto",
                "timestamp",
                TIME,
                "price",
                new BigDecimal("27123.450000000000"),
                "quantity",
                new BigDecimal("0.500000000000"),
                "currency",
                "USDT",
                "side",
                "SELL",
                "trade_conditions",
                List.of(),
                "source_sequence",
                42L,
                "ingestion_timestamp",
                TIME,
                "vendor_data",
                Map.of(
                    "event_type", "trade",
                    "event_time_ms", Long.toString(MILLIS + 1),
                    "is_buyer_maker", "true"),
                "schema_id",
                SCHEMA_ID,
                "kafka_topic",
                TOPIC,
                "kafka_topic_id",
                TOPIC_ID,
                "kafka_partition",
                0,
                "kafka_offset",
                0L));
  }

  private static Record deadLetter(Message message, String reason, String type, Integer schemaId) {
    return GenericRecord.create(DEAD_LETTER_SCHEMA)
        .copy(
            values(
                "raw_record", message.value() == null ? null : ByteBuffer.wrap(message.value()),
                "error_reason", reason,
                "error_type", type,
                "error_timestamp", TIME,
                "bronze_source", BRONZE,
                "kafka_topic", TOPIC,
                "kafka_topic_id", TOPIC_ID,
                "kafka_partition", message.partition(),
                "kafka_offset", message.offset(),
                "kafka_timestamp", TIME,
                "schema_id", schemaId,
                "dlq_date", DAY));
  }

  private static Map<String, Object> values(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }

  private void write() {
    Map<String, String> properties =
        new HashMap<>(LakeTables.inState(state, "binance").properties());
    properties.put("jdbc.init-catalog-tables", "true");
    try (JdbcCatalog catalog =
        (JdbcCatalog) CatalogUtil.buildIcebergCatalog("k2", properties, new Configuration())) {
      catalog.createNamespace(Namespace.of("market_data"));
      write(catalog, BRONZE, BRONZE_SCHEMA, bronze);
      write(catalog, SILVER, SILVER_SCHEMA, silver);
      write(catalog, LakeTables.DEAD_LETTERS, DEAD_LETTER_SCHEMA, deadLetters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Catalog catalog, String name, Schema schema, List<Record> rows)
      throws IOException {
    Table table =
        catalog.createTable(
            TableIdentifier.of("market_data", name), schema, PartitionSpec.unpartitioned());
    DataWriter<Record> writer =
        Parquet.writeData(
                table
                    .io()
                    .newOutputFile(
                        table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet")))
            .forTable(table)
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      writer.write(rows);
    }
    DataFile file = writer.toDataFile();
    table.newAppend().appendFile(file).commit();
  }
}
