package com.k2.marketdata.peer.spark;

import static org.apache.spark.sql.avro.functions.from_avro;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import com.k2.marketdata.peer.job.RawSchemas;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Turns bronze's bytes into trades with Spark's column functions: decodes the Avro message and maps
 * it to one schema for both exchanges. A message that cannot be decoded becomes a row of nulls.
 */
final class TradeColumns {
  private final String exchange;

  TradeColumns(String exchange) {
    this.exchange = exchange;
  }

  /** Silver's columns plus {@code raw_bytes} and {@code offset} of the message. */
  Dataset<Row> of(Dataset<Row> bronze) {
    Dataset<Row> decoded =
        bronze
            .withColumn(
                "schema_id", expr("cast(conv(hex(substring(raw_bytes, 2, 4)), 16, 10) as int)"))
            .withColumn(
                "r",
                from_avro(
                    expr("substring(raw_bytes, 6)"),
                    RawSchemas.of(exchange),
                    Map.of("mode", "PERMISSIVE")));
    return exchange.equals("binance") ? binance(decoded) : kraken(decoded);
  }

  private Dataset<Row> binance(Dataset<Row> decoded) {
    Column symbol = col("r.symbol");
    return silver(
        decoded,
        concat(lit("BINANCE-"), col("r.trade_id").cast("string")),
        symbol,
        col("r.trade_time_ms").multiply(1000L),
        col("r.quantity"),
        when(symbol.endsWith("USDT"), "USDT")
            .when(symbol.endsWith("USD"), "USD")
            .when(symbol.endsWith("BTC"), "BTC")
            .when(symbol.endsWith("ETH"), "ETH")
            .otherwise(expr("right(r.symbol, 4)")),
        when(col("r.is_buyer_maker"), "SELL").otherwise("BUY"),
        array().cast("array<string>"),
        to_json(struct("r.event_type", "r.event_time_ms", "r.is_buyer_maker", "r.is_best_match")));
  }

  private Dataset<Row> kraken(Dataset<Row> decoded) {
    Column pair = col("r.pair");
    Column time = col("r.timestamp");
    Column side = col("r.side");
    Column orderType = col("r.order_type");
    Column hash = md5(concat(time, pair, col("r.price")));
    return silver(
        decoded,
        concat(lit("KRAKEN-"), time, lit("-"), substring(hash, 1, 8)),
        regexp_replace(regexp_replace(pair, "XBT", "BTC"), "/", ""),
        time.cast("double").multiply(1_000_000).cast("bigint"),
        col("r.volume"),
        when(instr(pair, "/").gt(0), regexp_replace(substring_index(pair, "/", -1), "XBT", "BTC"))
            .otherwise("USD"),
        // Any other side is left as it is, so that it fails validation.
        when(side.equalTo("b"), "BUY").when(side.equalTo("s"), "SELL").otherwise(side),
        array(
            when(orderType.equalTo("l"), "limit")
                .when(orderType.equalTo("m"), "market")
                .otherwise(orderType)),
        to_json(struct("r.channel_id", "r.order_type", "r.misc", "r.pair")));
  }

  private Dataset<Row> silver(
      Dataset<Row> decoded,
      Column tradeId,
      Column symbol,
      Column micros,
      Column quantity,
      Column currency,
      Column side,
      Column conditions,
      Column vendorData) {
    return decoded.select(
        expr("uuid()").as("message_id"),
        tradeId.as("trade_id"),
        symbol.as("symbol"),
        lit(exchange.toUpperCase(Locale.ROOT)).as("exchange"),
        lit("crypto").as("asset_class"),
        micros.as("timestamp"),
        col("r.price").cast("decimal(18,8)").as("price"),
        quantity.cast("decimal(18,8)").as("quantity"),
        currency.as("currency"),
        side.as("side"),
        conditions.as("trade_conditions"),
        lit(null).cast("bigint").as("source_sequence"),
        col("r.ingestion_timestamp").as("ingestion_timestamp"),
        lit(null).cast("bigint").as("platform_sequence"),
        vendorData.as("vendor_data"),
        current_timestamp().as("validation_timestamp"),
        col("ingestion_timestamp").as("bronze_ingestion_timestamp"),
        col("schema_id"),
        col("raw_bytes"),
        col("offset"));
  }
}
