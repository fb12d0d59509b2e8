package com.k2.marketdata.feed.recording;

import com.k2.marketdata.trade.RejectReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericRecord;

/**
 * One way to break a message, and the reason for which the rules reject it.
 *
 * @param expected that reason
 * @param record breaks the record before it is encoded
 * @param bytes breaks the encoded bytes; may return null, which is a tombstone
 */
public record Defect(
    RejectReason expected, Consumer<GenericRecord> record, UnaryOperator<byte[]> bytes) {
  private static final int HEADER = 5;
  private static final int UNKNOWN_SCHEMA_ID = 2_000_000_011;

  /** Sets a field of the record to a value. */
  public static Defect field(String name, Object value, RejectReason expected) {
    return change(expected, record -> record.put(name, value));
  }

  /** Changes the record. */
  public static Defect change(RejectReason expected, Consumer<GenericRecord> change) {
    return new Defect(expected, change, UnaryOperator.identity());
  }

  /** Breaks the two amounts, which are strings, in every way that has a reason. */
  public static List<Defect> ofAmounts(String price, String quantity) {
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

  /** Breaks the symbol, which is a string. */
  public static List<Defect> ofSymbol(String symbol) {
    return List.of(
        field(symbol, "", RejectReason.SYMBOL_MISSING),
        field(symbol, "??", RejectReason.SYMBOL_UNKNOWN_FORM));
  }

  /** Breaks the framing and the encoding, which are the same for all exchanges. */
  public static List<Defect> ofBytes(boolean withRegistry) {
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

  private static Defect bytes(RejectReason expected, UnaryOperator<byte[]> bytes) {
    return new Defect(expected, record -> {}, bytes);
  }
}
