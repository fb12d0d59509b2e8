package com.k2.marketdata.lake.table;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The dead-letter table of all exchanges: every rejected message and the reason. */
public final class DeadLetterTable {
  public static final String NAME = "silver_dlq_trades";
  public static final String RAW_RECORD = "raw_record";
  public static final String ERROR_REASON = "error_reason";
  public static final String BRONZE_SOURCE = "bronze_source";
  public static final String KAFKA_TOPIC = "kafka_topic";
  public static final String KAFKA_TOPIC_ID = "kafka_topic_id";
  public static final String KAFKA_PARTITION = "kafka_partition";
  public static final String KAFKA_OFFSET = "kafka_offset";
  public static final String KAFKA_TIMESTAMP = "kafka_timestamp";
  public static final String ERROR_TYPE = "error_type";
  public static final String ERROR_TIMESTAMP = "error_timestamp";
  public static final String DLQ_DATE = "dlq_date";

  public static final Schema SCHEMA =
      new Schema(
          optional(1, RAW_RECORD, Types.BinaryType.get(), "The message; null for a tombstone"),
          required(2, ERROR_REASON, Types.StringType.get()),
          required(3, ERROR_TYPE, Types.StringType.get(), "The reason's category"),
          required(4, "error_detail", Types.StringType.get(), "What was found in the message"),
          required(5, ERROR_TIMESTAMP, Types.TimestampType.withZone()),
          required(6, BRONZE_SOURCE, Types.StringType.get()),
          required(7, KAFKA_TOPIC, Types.StringType.get()),
          required(8, KAFKA_TOPIC_ID, Types.StringType.get()),
          required(9, KAFKA_PARTITION, Types.IntegerType.get()),
          required(10, KAFKA_OFFSET, Types.LongType.get()),
          optional(11, KAFKA_TIMESTAMP, Types.TimestampType.withZone()),
          optional(12, "schema_id", Types.IntegerType.get()),
          required(13, "pipeline_version", Types.StringType.get()),
          required(14, DLQ_DATE, Types.DateType.get()));

  private static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA).identity(DLQ_DATE).identity(BRONZE_SOURCE).build();
  private static final long TARGET_FILE_BYTES = 32L << 20;

  private DeadLetterTable() {}

  /** Returns the definition of the dead-letter table. */
  public static TableDefinition definition() {
    return TableDefinition.of(NAME, SCHEMA, SPEC, TARGET_FILE_BYTES);
  }
}
