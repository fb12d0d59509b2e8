package com.k2.marketdata.feed;

import com.k2.marketdata.trade.RejectReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericRecord;

/**
 * One way to break a message, and the reason that the rules will give.
 *
 * @param record breaks the record before it is encoded
 * @param bytes breaks the bytes after that; may give null, a tombstone
 */
record Defect(RejectReason expected, Consumer<GenericRecord> record, UnaryOperator<byte[]> bytes) {
  private static final int HEADER = 5;
  private static final int UNKNOWN_SCHEMA_ID = 2_000_000_011;
  private static final long DAY_SECONDS = 86_400;

  /** What can break a message of an exchange. */
  static List<Defect> of(String exchange, boolean withRegistry) {
    List<Defect> defects = new ArrayList<>(ofBytes(withRegistry));
    switch (exchange) {
      case "binance" -> {
        defects.addAll(ofAmounts("price", "quantity"));
        defects.addAll(ofSymbol("symbol"));
        defects.add(field("event_type", "aggTrade", RejectReason.EVENT_TYPE_UNEXPECTED));
        defects.add(field("event_type", "", RejectReason.EVENT_TYPE_UNEXPECTED));
        defects.add(field("trade_time_ms", 0L, RejectReason.TIMESTAMP_UNPARSABLE));
        defects.add(field("trade_time_ms", -1L, RejectReason.TIMESTAMP_UNPARSABLE));
        defects.add(binanceTime(DAY_SECONDS, RejectReason.TIMESTAMP_IN_FUTURE));
        defects.add(binanceTime(-500 * DAY_SECONDS, RejectReason.TIMESTAMP_TOO_OLD));
      }
      case "kraken" -> {
        defects.addAll(ofAmounts("price", "volume"));
        defects.addAll(ofSymbol("pair"));
        defects.add(field("side", "", RejectReason.SIDE_MISSING));
        defects.add(field("side", "x", RejectReason.SIDE_UNKNOWN));
        defects.add(field("timestamp", "", RejectReason.TIMESTAMP_MISSING));
        defects.add(field("timestamp", "yesterday", RejectReason.TIMESTAMP_UNPARSABLE));
        defects.add(krakenTime(DAY_SECONDS, RejectReason.TIMESTAMP_IN_FUTURE));
        defects.add(krakenTime(-500 * DAY_SECONDS, RejectReason.TIMESTAMP_TOO_OLD));
      }
      default -> {
        // Another exchange's messages can be broken in the ways that all of them share.
      }
    }
    return List.copyOf(defects);
  }

  private static List<Defect> ofBytes(boolean withRegistry) {
    List<Defect> defects = new ArrayList<>();
    defects.add(bytes(RejectReason.PAYLOAD_MISSING, value -> null));
    defects.add(bytes(RejectReason.FRAMING_INVALID, value -> new byte[0]));
    defects.add(bytes(RejectReason.FRAMING_INVALID, value -> Arrays.copyOf(value, HEADER - 1)));
    defects.add(
        bytes(RejectReason.FRAMING_INVALID, value -> ByteBuffer.wrap(value).put((byte) 1).array()));
    defects.add(bytes(RejectReason.PAYLOAD_UNDECODABLE, value -> Arrays.copyOf(value, HEADER)));
    defects.add(
        bytes(
            RejectReason.PAYLOAD_UNDECODABLE,
            value -> Arrays.copyOf(value, value.length - HEADER)));
    defects.add(
        bytes(RejectReason.PAYLOAD_UNDECODABLE, value -> Arrays.copyOf(value, value.length + 1)));
    if (withRegistry) {
      defects.add(
          bytes(
              RejectReason.SCHEMA_UNKNOWN,
              value -> ByteBuffer.wrap(value).putInt(1, UNKNOWN_SCHEMA_ID).array()));
    }
    return defects;
  }

  private static List<Defect> ofAmounts(String price, String quantity) {
    String twentyFractionDigits = "0.12345678901234567891";
    String seventeenDigits = "12345678901234567";
    return List.of(
        field(price, "", RejectReason.PRICE_MISSING),
        field(price, "abc", RejectReason.PRICE_NOT_A_NUMBER),
        field(price, "-1", RejectReason.PRICE_NOT_POSITIVE),
        field(price, "0", RejectReason.PRICE_NOT_POSITIVE),
        field(price, seventeenDigits, RejectReason.PRICE_OUT_OF_RANGE),
        field(price, twentyFractionDigits, RejectReason.PRICE_SCALE_EXCEEDED),
        field(quantity, "", RejectReason.QUANTITY_MISSING),
        field(quantity, "1,5", RejectReason.QUANTITY_NOT_A_NUMBER),
        field(quantity, "-0.001", RejectReason.QUANTITY_NOT_POSITIVE),
        field(quantity, "0.00000000", RejectReason.QUANTITY_NOT_POSITIVE),
        field(quantity, seventeenDigits, RejectReason.QUANTITY_OUT_OF_RANGE),
        field(quantity, twentyFractionDigits, RejectReason.QUANTITY_SCALE_EXCEEDED));
  }

  private static List<Defect> ofSymbol(String symbol) {
    return List.of(
        field(symbol, "", RejectReason.SYMBOL_MISSING),
        field(symbol, "??", RejectReason.SYMBOL_UNKNOWN_FORM));
  }

  private static Defect bytes(RejectReason expected, UnaryOperator<byte[]> bytes) {
    return new Defect(expected, record -> {}, bytes);
  }

  private static Defect field(String name, Object value, RejectReason expected) {
    return new Defect(expected, record -> record.put(name, value), UnaryOperator.identity());
  }

  /** The message keeps its Kafka timestamp, so only the distance between the two changes. */
  private static Defect binanceTime(long seconds, RejectReason expected) {
    return new Defect(
        expected,
        record -> {
          long time = (Long) record.get("trade_time_ms");
          long perSecond = time < 100_000_000_000_000L ? 1_000 : 1_000_000;
          record.put("trade_time_ms", time + seconds * perSecond);
        },
        UnaryOperator.identity());
  }

  private static Defect krakenTime(long seconds, RejectReason expected) {
    return new Defect(
        expected,
        record -> {
          String time = record.get("timestamp").toString();
          int end = time.indexOf('.') < 0 ? time.length() : time.indexOf('.');
          record.put(
              "timestamp", Long.parseLong(time.substring(0, end)) + seconds + time.substring(end));
        },
        UnaryOperator.identity());
  }
}
