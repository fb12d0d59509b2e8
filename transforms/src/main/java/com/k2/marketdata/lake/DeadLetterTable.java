package com.k2.marketdata.lake;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import com.k2.marketdata.kafka.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The dead-letter table of all exchanges: every message that is no trade, and why. */
public final class DeadLetterTable {
  public static final String NAME = "silver_dlq_trades";
  public static final String ERROR_REASON = "error_reason";
  public static final String BRONZE_SOURCE = "bronze_source";
  public static final String KAFKA_TOPIC = "kafka_topic";
  public static final String KAFKA_TOPIC_ID = "kafka_topic_id";
  public static final String KAFKA_PARTITION = "kafka_partition";
  public static final String KAFKA_OFFSET = "kafka_offset";
  private static final String DLQ_DATE = "dlq_date";

  public static final Schema SCHEMA =
      new Schema(
          optional(1, "raw_record", Types.BinaryType.get(), "The message; null for a tombstone"),
          required(2, ERROR_REASON, Types.StringType.get()),
          required(3, "error_type", Types.StringType.get(), "The reason's category"),
          required(4, "error_detail", Types.StringType.get(), "What was seen, for a person"),
          required(5, "error_timestamp", Types.TimestampType.withZone()),
          required(6, BRONZE_SOURCE, Types.StringType.get()),
          required(7, KAFKA_TOPIC, Types.StringType.get()),
          required(8, KAFKA_TOPIC_ID, Types.StringType.get()),
          required(9, KAFKA_PARTITION, Types.IntegerType.get()),
          required(10, KAFKA_OFFSET, Types.LongType.get()),
          required(11, "kafka_timestamp", Types.TimestampType.withZone()),
          optional(12, "schema_id", Types.IntegerType.get()),
          required(13, "pipeline_version", Types.StringType.get()),
          required(14, DLQ_DATE, Types.DateType.get()));

  private static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA).identity(DLQ_DATE).identity(BRONZE_SOURCE).build();
  private static final long TARGET_FILE_BYTES = 32L << 20;

  private DeadLetterTable() {}

  /** The definition of the dead-letter table. */
  public static TableDefinition definition() {
    return TableDefinition.of(NAME, SCHEMA, SPEC, TARGET_FILE_BYTES);
  }

  static void fill(
      Row row, Outcome.Rejected rejected, String source, String version, long clock, int day) {
    KafkaMessage message = rejected.message();
    row.set(0, BronzeRows.bytes(message.value()));
    row.set(1, RepeatedText.once(rejected.reason().code()));
    row.set(2, RepeatedText.once(rejected.reason().errorType().code()));
    row.set(3, RepeatedText.once(rejected.detail()));
    row.set(4, clock);
    row.set(5, RepeatedText.once(source));
    row.set(6, RepeatedText.once(message.topic()));
    row.set(7, RepeatedText.once(message.topicId()));
    row.set(8, message.partition());
    row.set(9, message.offset());
    row.set(10, TimeUnit.MILLISECONDS.toMicros(message.timestampMillis()));
    row.set(11, rejected.schemaId());
    row.set(12, RepeatedText.once(version));
    row.set(13, day);
  }
}
