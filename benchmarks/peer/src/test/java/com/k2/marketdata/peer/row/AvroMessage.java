package com.k2.marketdata.peer.row;

import com.k2.marketdata.peer.job.RawSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Messages as the exchanges' producers send them, encoded by Avro. */
final class AvroMessage {
  static final long NOW = 1_800_000_000_000_000L;

  private AvroMessage() {}

  static GenericRecord binance() {
    GenericRecord trade = new GenericData.Record(schema("binance"));
    trade.put("event_type", "trade");
    trade.put("event_time_ms", 1_799_999_999_000L);
    trade.put("symbol", "ETHBTC");
    trade.put("trade_id", 3_000_000_007L);
    trade.put("price", "0.05312");
    trade.put("quantity", "1.25000000");
    trade.put("trade_time_ms", 1_799_999_998_999L);
    trade.put("is_buyer_maker", true);
    trade.put("is_best_match", null);
    trade.put("ingestion_timestamp", 1_799_999_999_500_000L);
    return trade;
  }

  static GenericRecord kraken() {
    GenericRecord trade = new GenericData.Record(schema("kraken"));
    trade.put("channel_id", 337L);
    trade.put("price", "64000.10000");
    trade.put("volume", "0.00500000");
    trade.put("timestamp", "1799999998.250000");
    trade.put("side", "s");
    trade.put("order_type", "l");
    trade.put("misc", "");
    trade.put("pair", "XBT/EUR");
    trade.put("ingestion_timestamp", 1_799_999_999_500_000L);
    return trade;
  }

  /** The record with Confluent's framing. */
  static byte[] framed(GenericRecord trade, int schemaId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(trade.getSchema()).write(trade, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static Schema schema(String exchange) {
    return new Schema.Parser().parse(RawSchemas.of(exchange));
  }
}
