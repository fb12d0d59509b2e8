package com.k2.marketdata.testing;

import com.k2.marketdata.avro.ConfluentEncoder;
import com.k2.marketdata.exchange.Exchange;
import com.k2.marketdata.exchange.Exchanges;
import com.k2.marketdata.message.KafkaMessage;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/** Valid raw trades and messages, which tests change as they need. */
public final class RawTrades {
  /** The schema id that messages are framed with. */
  public static final int SCHEMA_ID = 7;

  /** The Kafka timestamp of messages, equal to the trades' time in milliseconds. */
  public static final long KAFKA_MILLIS = 1_617_666_461_465L;

  public static final Exchange BINANCE = Exchanges.named("binance");
  public static final Exchange KRAKEN = Exchanges.named("kraken");

  private RawTrades() {}

  /** A BTCUSDT trade in the bundled schema. */
  public static GenericRecord binance() {
    return binance(BINANCE.rawSchema());
  }

  /** The same trade in another version of the schema, with the fields that it has. */
  public static GenericRecord binance(Schema schema) {
    return record(
        schema,
        Map.of(
            "event_type",
            "trade",
            "event_time_ms",
            KAFKA_MILLIS + 1,
            "symbol",
            "BTCUSDT",
            "trade_id",
            3071245454L,
            "price",
            "28165.47000000",
            "quantity",
            "0.00056000",
            "trade_time_ms",
            KAFKA_MILLIS,
            "is_buyer_maker",
            true,
            "is_best_match",
            true,
            "ingestion_timestamp",
            KAFKA_MILLIS * 1000 + 5));
  }

  /** An XBT/USD trade in the bundled schema. */
  public static GenericRecord kraken() {
    return kraken(KRAKEN.rawSchema());
  }

  /** The same trade in another version of the schema, with the fields that it has. */
  public static GenericRecord kraken(Schema schema) {
    return record(
        schema,
        Map.of(
            "channel_id", 321L,
            "price", "58721.20000",
            "volume", "0.02798644",
            "timestamp", "1617666461.465618",
            "side", "s",
            "order_type", "m",
            "misc", "",
            "pair", "XBT/USD",
            "ingestion_timestamp", KAFKA_MILLIS * 1000 + 5));
  }

  private static GenericRecord record(Schema schema, Map<String, Object> values) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), values.get(field.name()));
    }
    return record;
  }

  /** Changes one field of a record and returns the record. */
  public static GenericRecord with(GenericRecord record, String field, Object value) {
    record.put(field, value);
    return record;
  }

  /** The framed bytes of a record, encoded with its own schema. */
  public static byte[] bytes(IndexedRecord record) {
    return new ConfluentEncoder(SCHEMA_ID, record.getSchema()).encode(record);
  }

  /** A message at partition 3, offset 42. */
  public static KafkaMessage message(byte[] value) {
    return message(value, KAFKA_MILLIS);
  }

  /** The same message with another Kafka timestamp. */
  public static KafkaMessage message(byte[] value, long kafkaMillis) {
    return new KafkaMessage(
        "market.crypto.trades.test.raw",
        "dG9waWMtaWQ",
        3,
        42,
        kafkaMillis,
        KAFKA_MILLIS * 1000,
        Map.of(),
        null,
        value);
  }
}
