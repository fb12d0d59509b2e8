package com.k2.marketdata.lake.table;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import com.k2.marketdata.exchange.Exchange;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The bronze table of an exchange: every message unchanged, partitioned by ingestion date. */
public final class BronzeTable {
  public static final String RAW_BYTES = "raw_bytes";
  public static final String TOPIC = "topic";
  public static final String TOPIC_ID = "topic_id";
  public static final String PARTITION = "partition";
  public static final String OFFSET = "offset";
  public static final String KAFKA_TIMESTAMP = "kafka_timestamp";
  public static final String INGESTION_TIMESTAMP = "ingestion_timestamp";
  public static final String INGESTION_DATE = "ingestion_date";
  public static final String KEY = "key";
  public static final String HEADERS = "headers";

  public static final Schema SCHEMA =
      new Schema(
          optional(1, RAW_BYTES, Types.BinaryType.get(), "The message; null for a tombstone"),
          required(2, TOPIC, Types.StringType.get()),
          required(3, TOPIC_ID, Types.StringType.get(), "Topic id assigned by Kafka"),
          required(4, PARTITION, Types.IntegerType.get()),
          required(5, OFFSET, Types.LongType.get()),
          optional(6, KAFKA_TIMESTAMP, Types.TimestampType.withZone()),
          required(7, INGESTION_TIMESTAMP, Types.TimestampType.withZone()),
          required(8, INGESTION_DATE, Types.DateType.get()),
          optional(9, KEY, Types.BinaryType.get()),
          optional(
              10,
              HEADERS,
              Types.MapType.ofOptional(11, 12, Types.StringType.get(), Types.BinaryType.get())));

  private static final PartitionSpec SPEC =
      PartitionSpec.builderFor(SCHEMA).identity(INGESTION_DATE).build();
  private static final long TARGET_FILE_BYTES = 128L << 20;

  private BronzeTable() {}

  /** Returns the definition of an exchange's bronze table. */
  public static TableDefinition definition(Exchange exchange) {
    return TableDefinition.of(exchange.bronzeTable(), SCHEMA, SPEC, TARGET_FILE_BYTES)
        .withPageVersion2()
        .withoutDictionary(RAW_BYTES, OFFSET, KAFKA_TIMESTAMP)
        .withoutBounds(RAW_BYTES, TOPIC, KEY, "headers.key", "headers.value");
  }
}
