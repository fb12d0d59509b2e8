package com.k2.marketdata.check;

import com.k2.marketdata.check.kafka.KafkaSource;
import com.k2.marketdata.check.kafka.Message;
import com.k2.marketdata.check.kafka.TopicContents;
import com.k2.marketdata.check.rules.FramedMessages;
import com.k2.marketdata.check.rules.TimeLimits;
import com.k2.marketdata.check.rules.WriterSchemas;
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
  private static final OffsetDateTime TIME =
      Instant.ofEpochMilli(FramedMessages.MILLIS).atOffset(ZoneOffset.UTC);
  private static final LocalDate DAY = LocalDate.of(2023, 11, 14);
  final List<Record> bronze = new ArrayList<>();
  final List<Record> silver = new ArrayList<>();
  final List<Record> deadLetters = new ArrayList<>();

  private final Path state;
  private final List<Message> messages =
      List.of(
          FramedMessages.message(
              0,
              0,
              FramedMessages.trade("BTCUSDT", "27123.45", "0.5"),
              new RecordHeader("a", new byte[] {1})),
          FramedMessages.message(0, 1, FramedMessages.trade("ETHBTC", "0.05", "0")),
          FramedMessages.message(1, 0, null));

  SmallLake(Path state) {
    this.state = state;
    messages.forEach(message -> bronze.add(bronzeRow(message)));
    bronze.get(0).setField("headers", Map.of("a", ByteBuffer.wrap(new byte[] {1})));
    silver.add(silverRow());
    deadLetters.add(
        deadLetter(messages.get(1), "quantity_not_positive", "quantity", FramedMessages.SCHEMA_ID));
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
            WriterSchemas.always(FramedMessages.BINANCE))
        .judgedWithin(limits)
        .compare(new TopicContents(TOPIC, TOPIC_ID, messages, begins, ends, ends));
  }

  private static Record bronzeRow(Message message) {
    return GenericRecord.create(SmallSchemas.BRONZE)
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
    return GenericRecord.create(SmallSchemas.SILVER)
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
                    "event_time_ms", Long.toString(FramedMessages.MILLIS + 1),
                    "is_buyer_maker", "true"),
                "schema_id",
                FramedMessages.SCHEMA_ID,
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
    return GenericRecord.create(SmallSchemas.DEAD_LETTERS)
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
      write(catalog, BRONZE, SmallSchemas.BRONZE, bronze);
      write(catalog, SILVER, SmallSchemas.SILVER, silver);
      write(catalog, LakeTables.DEAD_LETTERS, SmallSchemas.DEAD_LETTERS, deadLetters);
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
