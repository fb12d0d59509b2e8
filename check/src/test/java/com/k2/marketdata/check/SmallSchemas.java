package com.k2.marketdata.check;

import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The columns of K2's tables as the documents describe them. */
final class SmallSchemas {
  private static final Types.TimestampType TIMESTAMP = Types.TimestampType.withZone();
  private static final Types.DecimalType AMOUNT = Types.DecimalType.of(28, 12);

  static final Schema BRONZE =
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

  static final Schema SILVER =
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
          Types.NestedField.required(22, "kafka_offset", Types.LongType.get()),
          Types.NestedField.optional(23, "replay_id", Types.StringType.get()));

  static final Schema DEAD_LETTERS =
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

  private SmallSchemas() {}
}
