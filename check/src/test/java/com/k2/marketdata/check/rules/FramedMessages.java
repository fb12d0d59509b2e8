package com.k2.marketdata.check.rules;

import com.k2.marketdata.check.kafka.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.Header;

/** Messages of a topic, written with Avro's generic writer. */
public final class FramedMessages {
  /** The schema of Binance trades. */
  public static final Schema BINANCE =
      SchemaBuilder.record("Trade")
          .fields()
          .requiredString("event_type")
          .requiredLong("event_time_ms")
          .requiredString("symbol")
          .requiredLong("trade_id")
          .requiredString("price")
          .requiredString("quantity")
          .requiredLong("trade_time_ms")
          .requiredBoolean("is_buyer_maker")
          .requiredLong("ingestion_timestamp")
          .endRecord();

  /** The id in the framing. */
  public static final int SCHEMA_ID = 7;

  /** The time of every message and trade. */
  public static final long MILLIS = 1_700_000_000_123L;

  private FramedMessages() {}

  /** A Binance trade, framed. */
  public static byte[] trade(String symbol, String price, String quantity) {
    GenericData.Record trade = new GenericData.Record(BINANCE);
    trade.put("event_type", "trade");
    trade.put("event_time_ms", MILLIS + 1);
    trade.put("symbol", symbol);
    trade.put("trade_id", 42L);
    trade.put("price", price);
    trade.put("quantity", quantity);
    trade.put("trade_time_ms", MILLIS);
    trade.put("is_buyer_maker", true);
    trade.put("ingestion_timestamp", MILLIS * 1000);
    return framed(trade);
  }

  /** A record after a zero byte and the schema id. */
  public static byte[] framed(GenericData.Record record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(SCHEMA_ID).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A message without a key. */
  public static Message message(int partition, long offset, byte[] value, Header... headers) {
    return new Message(partition, offset, MILLIS, null, value, headers);
  }
}
