package com.k2.marketdata.peer.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_timestamp;
import static org.apache.spark.sql.functions.when;

import com.k2.marketdata.peer.job.Names;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The original system's rules in Spark's column functions: which trades are valid, and why the
 * others are not. Every row is in exactly one of {@link #valid} and {@link #deadLetters}.
 */
final class Validity {
  private static final String[] SILVER = {
    "message_id",
    "trade_id",
    "symbol",
    "exchange",
    "asset_class",
    "timestamp",
    "price",
    "quantity",
    "currency",
    "side",
    "trade_conditions",
    "source_sequence",
    "ingestion_timestamp",
    "platform_sequence",
    "vendor_data",
    "validation_timestamp",
    "bronze_ingestion_timestamp",
    "schema_id"
  };

  private Validity() {}

  /** Adds the column {@code is_valid}; it is null if a field that a rule uses is null. */
  static Dataset<Row> flagged(Dataset<Row> trades) {
    return trades.withColumn(
        "is_valid",
        col("price")
            .gt(0)
            .and(col("quantity").gt(0))
            .and(col("symbol").isNotNull())
            .and(col("side").isin("BUY", "SELL"))
            .and(col("timestamp").lt(now()))
            .and(col("timestamp").gt(oldest()))
            .and(col("message_id").isNotNull())
            .and(col("asset_class").equalTo("crypto")));
  }

  /** The rows of silver. */
  static Dataset<Row> valid(Dataset<Row> flagged) {
    return flagged
        .filter(col("is_valid"))
        .select(
            Arrays.stream(SILVER).map(org.apache.spark.sql.functions::col).toArray(Column[]::new));
  }

  /** The rows of the dead letters. */
  static Dataset<Row> deadLetters(Dataset<Row> flagged, String bronzeTable) {
    Column reason =
        when(col("is_valid").isNull(), Names.UNREADABLE)
            .when(col("price").isNull(), "price_is_null")
            .when(col("price").leq(0), "price_must_be_positive")
            .when(col("quantity").isNull(), "quantity_is_null")
            .when(col("quantity").leq(0), "quantity_must_be_positive")
            .when(col("symbol").isNull(), "symbol_required")
            .when(not(col("side").isin("BUY", "SELL")), "invalid_side")
            .when(col("timestamp").geq(now()), "timestamp_in_future")
            .when(col("timestamp").leq(oldest()), "timestamp_too_old")
            .otherwise("unknown_validation_error");
    Column type =
        when(col("error_reason").contains("price"), "price_validation")
            .when(col("error_reason").contains("quantity"), "quantity_validation")
            .when(col("error_reason").contains("timestamp"), "timestamp_validation")
            .when(col("error_reason").contains("symbol"), "symbol_validation")
            .when(col("error_reason").contains("side"), "side_validation")
            .otherwise("unknown_error");
    return flagged
        .filter(not(coalesce(col("is_valid"), lit(false))))
        .withColumn("error_reason", reason)
        .select(
            col("raw_bytes").as("raw_record"),
            col("error_reason"),
            type.as("error_type"),
            current_timestamp().as("error_timestamp"),
            lit(bronzeTable).as("bronze_source"),
            col("offset").as("kafka_offset"),
            col("schema_id"),
            to_date(current_timestamp()).as("dlq_date"));
  }

  private static Column now() {
    return unix_timestamp(current_timestamp()).multiply(1_000_000L);
  }

  private static Column oldest() {
    return now().minus(Names.OLDEST_MICROS);
  }
}
