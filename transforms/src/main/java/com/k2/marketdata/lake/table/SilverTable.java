package com.k2.marketdata.lake.table;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.trade.Amount;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;

/** The silver table of an exchange: valid trades in the common schema, by day of the trade. */
public final class SilverTable {
  public static final String MESSAGE_ID = "message_id";
  public static final String TRADE_ID = "trade_id";
  public static final String SYMBOL = "symbol";
  public static final String EXCHANGE = "exchange";
  public static final String TIMESTAMP = "timestamp";
  public static final String KAFKA_TOPIC_ID = "kafka_topic_id";
  public static final String KAFKA_PARTITION = "kafka_partition";
  public static final String KAFKA_OFFSET = "kafka_offset";
  public static final String REPLAY_ID = "replay_id";

  private static final Types.DecimalType AMOUNT =
      Types.DecimalType.of(Amount.PRECISION, Amount.SCALE);

  public static final Schema SCHEMA =
      new Schema(
          required(1, MESSAGE_ID, Types.StringType.get(), "Made of topic id, partition and offset"),
          required(2, TRADE_ID, Types.StringType.get()),
          required(3, SYMBOL, Types.StringType.get()),
          required(4, EXCHANGE, Types.StringType.get()),
          required(5, "asset_class", Types.StringType.get()),
          required(6, TIMESTAMP, Types.TimestampType.withZone(), "When the trade took place"),
          required(7, "price", AMOUNT),
          required(8, "quantity", AMOUNT),
          required(9, "currency", Types.StringType.get(), "Currency of the price"),
          required(10, "side", Types.StringType.get(), "BUY or SELL, of the taker"),
          required(11, "trade_conditions", Types.ListType.ofRequired(24, Types.StringType.get())),
          optional(12, "source_sequence", Types.LongType.get()),
          optional(
              13, "ingestion_timestamp", Types.TimestampType.withZone(), "Set by the producer"),
          optional(14, "platform_sequence", Types.LongType.get()),
          required(
              15,
              "vendor_data",
              Types.MapType.ofRequired(25, 26, Types.StringType.get(), Types.StringType.get())),
          required(16, "validation_timestamp", Types.TimestampType.withZone()),
          required(17, "bronze_ingestion_timestamp", Types.TimestampType.withZone()),
          required(18, "schema_id", Types.IntegerType.get(), "Id in the schema registry"),
          required(19, "kafka_topic", Types.StringType.get()),
          required(20, KAFKA_TOPIC_ID, Types.StringType.get()),
          required(21, KAFKA_PARTITION, Types.IntegerType.get()),
          required(22, KAFKA_OFFSET, Types.LongType.get()),
          optional(
              23, REPLAY_ID, Types.StringType.get(), "The replay that added the row; else null"));

  private static final PartitionSpec SPEC = PartitionSpec.builderFor(SCHEMA).day(TIMESTAMP).build();
  private static final long TARGET_FILE_BYTES = 64L << 20;

  private SilverTable() {}

  /** Returns the definition of an exchange's silver table. */
  public static TableDefinition definition(Exchange exchange) {
    return TableDefinition.of(exchange.silverTable(), SCHEMA, SPEC, TARGET_FILE_BYTES)
        .withoutDictionary(
            MESSAGE_ID,
            TRADE_ID,
            TIMESTAMP,
            "source_sequence",
            "ingestion_timestamp",
            "vendor_data.value",
            KAFKA_OFFSET)
        .withoutBounds(
            MESSAGE_ID,
            EXCHANGE,
            "asset_class",
            "side",
            "trade_conditions.element",
            "vendor_data.key",
            "vendor_data.value",
            "kafka_topic");
  }
}
