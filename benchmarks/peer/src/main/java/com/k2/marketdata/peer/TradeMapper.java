package com.k2.marketdata.peer;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Decodes a raw message straight from its Avro bytes, and maps it to silver's fields by the rules
 * that {@link TradeColumns} and {@link Validity} state for Spark. It holds one trade at a time, and
 * is for one thread.
 *
 * <p>Texts that come again and again, such as symbols, are made once. Texts are put into JSON as
 * they are: the exchanges' codes need no escapes.
 */
abstract class TradeMapper {
  private static final int FRAME_BYTES = 5;
  private static final int INTERNED_AT_MOST = 10_000;

  private final String exchange;
  private final long nowMicros;
  private final SplittableRandom random = new SplittableRandom();
  private final Map<Utf8, String> interned = new HashMap<>();
  private final Utf8 text = new Utf8();
  private BinaryDecoder decoder;

  private String reason;
  private Integer schemaId;
  String tradeId;
  String symbol;
  String currency;
  String side;
  String vendorData;
  List<String> conditions;
  BigDecimal price;
  BigDecimal quantity;
  long tradeMicros;
  long ingestionMicros;

  TradeMapper(String exchange, long nowMicros) {
    this.exchange = exchange.toUpperCase(Locale.ROOT);
    this.nowMicros = nowMicros;
  }

  /** The mapper of an exchange; whether a time is in the future is judged against the given now. */
  static TradeMapper of(String exchange, long nowMicros) {
    return exchange.equals("binance") ? new BinanceMapper(nowMicros) : new KrakenMapper(nowMicros);
  }

  /** Reads one message's fields in the schema's order, and sets all of this trade's. */
  abstract void read(BinaryDecoder in) throws IOException;

  /**
   * Takes a message.
   *
   * @return whether it is a valid trade; if not, there is a {@link #reason}
   */
  final boolean map(byte[] raw) {
    schemaId = raw.length >= FRAME_BYTES ? ByteBuffer.wrap(raw, 1, 4).getInt() : null;
    try {
      decoder =
          DecoderFactory.get().binaryDecoder(raw, FRAME_BYTES, raw.length - FRAME_BYTES, decoder);
      read(decoder);
    } catch (IOException | RuntimeException e) {
      reason = Names.UNREADABLE;
      return false;
    }
    reason = broken();
    return reason == null;
  }

  /** Why the message is no valid trade, or null if it is one. */
  final String reason() {
    return reason;
  }

  /** Writes the trade into silver. */
  final void writeSilver(RollingWriter silver, long bronzeMicros) throws IOException {
    FlatRow row = silver.row();
    row.set(0, messageId());
    row.set(1, tradeId);
    row.set(2, symbol);
    row.set(3, exchange);
    row.set(4, "crypto");
    row.set(5, tradeMicros);
    row.set(6, price);
    row.set(7, quantity);
    row.set(8, currency);
    row.set(9, side);
    row.set(10, conditions);
    row.set(12, ingestionMicros);
    row.set(14, vendorData);
    row.set(15, nowMicros);
    row.set(16, bronzeMicros);
    row.set(17, schemaId);
    silver.write();
  }

  /** Writes the message into the dead letters. */
  final void writeDeadLetter(
      RollingWriter deadLetters, byte[] raw, long offset, int date, String bronzeTable)
      throws IOException {
    FlatRow row = deadLetters.row();
    row.set(0, ByteBuffer.wrap(raw));
    row.set(1, reason);
    row.set(2, type(reason));
    row.set(3, nowMicros);
    row.set(4, bronzeTable);
    row.set(5, offset);
    row.set(6, schemaId);
    row.set(7, date);
    deadLetters.write();
  }

  /** A text that few messages have for themselves. */
  final String common(BinaryDecoder in) throws IOException {
    Utf8 read = in.readString(text);
    String known = interned.get(read);
    if (known == null) {
      known = read.toString();
      if (interned.size() < INTERNED_AT_MOST) {
        interned.put(new Utf8(read), known);
      }
    }
    return known;
  }

  /** A text that may be another in each message. */
  final String text(BinaryDecoder in) throws IOException {
    return in.readString(text).toString();
  }

  static BigDecimal amount(String text) {
    BigDecimal amount = new BigDecimal(text);
    return amount.scale() == 8 ? amount : amount.setScale(8, RoundingMode.HALF_UP);
  }

  private String broken() {
    if (price.signum() <= 0) {
      return "price_must_be_positive";
    } else if (quantity.signum() <= 0) {
      return "quantity_must_be_positive";
    } else if (!side.equals("BUY") && !side.equals("SELL")) {
      return "invalid_side";
    } else if (tradeMicros >= nowMicros) {
      return "timestamp_in_future";
    } else if (tradeMicros <= nowMicros - Names.OLDEST_MICROS) {
      return "timestamp_too_old";
    }
    return null;
  }

  private static String type(String reason) {
    for (String subject : List.of("price", "quantity", "timestamp", "side")) {
      if (reason.contains(subject)) {
        return subject + "_validation";
      }
    }
    return "unknown_error";
  }

  /** A random UUID, as Spark's {@code uuid()} makes them: not from a secure source. */
  private String messageId() {
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
