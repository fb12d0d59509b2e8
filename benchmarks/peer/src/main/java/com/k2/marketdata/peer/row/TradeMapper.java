package com.k2.marketdata.peer.row;

import com.k2.marketdata.peer.job.Names;
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
 * Decodes a raw message directly from its Avro bytes, and maps it to silver's fields by the same
 * rules as {@code TradeColumns} and {@code Validity} for Spark. It holds one trade at a time and is
 * not thread-safe.
 *
 * <p>Texts that recur often, such as symbols, are interned. Texts are put into JSON unescaped,
 * because the exchanges' codes contain no special characters.
 */
public abstract class TradeMapper {
  private static final int FRAME_BYTES = 5;
  private static final int MAX_INTERNED = 10_000;

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

  /**
   * The mapper of an exchange. {@code nowMicros} decides whether a time is in the future or too
   * old.
   */
  public static TradeMapper of(String exchange, long nowMicros) {
    return exchange.equals("binance") ? new BinanceMapper(nowMicros) : new KrakenMapper(nowMicros);
  }

  /** Reads one message's fields in schema order and sets all fields of this trade. */
  abstract void read(BinaryDecoder in) throws IOException;

  /**
   * Decodes and validates a message.
   *
   * @return whether it is a valid trade; if not, {@link #reason} is set
   */
  public final boolean map(byte[] raw) {
    schemaId = raw.length >= FRAME_BYTES ? ByteBuffer.wrap(raw, 1, 4).getInt() : null;
    try {
      decoder =
          DecoderFactory.get().binaryDecoder(raw, FRAME_BYTES, raw.length - FRAME_BYTES, decoder);
      read(decoder);
    } catch (IOException | RuntimeException e) {
      reason = Names.UNREADABLE;
      return false;
    }
    reason = invalid();
    return reason == null;
  }

  /** Why the message is not a valid trade; null if it is valid. */
  public final String reason() {
    return reason;
  }

  /** Writes the trade to silver. */
  public final void writeSilver(RollingWriter silver, long bronzeMicros) throws IOException {
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

  /** Writes the message to the dead letters. */
  public final void writeDeadLetter(
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

  /** Reads a text that recurs in many messages. */
  final String common(BinaryDecoder in) throws IOException {
    Utf8 read = in.readString(text);
    String known = interned.get(read);
    if (known == null) {
      known = read.toString();
      if (interned.size() < MAX_INTERNED) {
        interned.put(new Utf8(read), known);
      }
    }
    return known;
  }

  /** Reads a text that usually differs between messages. */
  final String text(BinaryDecoder in) throws IOException {
    return in.readString(text).toString();
  }

  static BigDecimal amount(String text) {
    BigDecimal amount = new BigDecimal(text);
    return amount.scale() == 8 ? amount : amount.setScale(8, RoundingMode.HALF_UP);
  }

  private String invalid() {
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

  /** A random UUID that is not from a secure source, as of Spark's {@code uuid()}. */
  private String messageId() {
    long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
