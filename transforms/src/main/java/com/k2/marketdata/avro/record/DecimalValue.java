package com.k2.marketdata.avro.record;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Reads Avro decimals, of bytes or fixed, as text. The text has exactly the value that was sent.
 */
final class DecimalValue {
  /** Far more than any amount has. Converting a number to text takes more than linear time. */
  private static final int MAX_BYTES = 1024;

  /** A schema may declare a scale of two billion, which would add as many zeros. */
  private static final int MAX_PLAIN_SCALE = 100;

  private DecimalValue() {}

  static boolean is(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal;
  }

  /** A reader for a schema that {@link #is} a decimal. */
  static ValueReader text(Schema schema) {
    int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
    if (schema.getType() == Schema.Type.BYTES) {
      return in -> text(in.readBytes(null), scale);
    }
    int size = schema.getFixedSize();
    return in -> {
      checkLength(size);
      byte[] bytes = new byte[size];
      in.readFixed(bytes);
      return text(ByteBuffer.wrap(bytes), scale);
    };
  }

  private static String text(ByteBuffer bytes, int scale) throws ValueException {
    checkLength(bytes.remaining());
    BigInteger unscaled =
        new BigInteger(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    BigDecimal value = new BigDecimal(unscaled, scale);
    return scale <= MAX_PLAIN_SCALE ? value.toPlainString() : value.toString();
  }

  private static void checkLength(int bytes) throws ValueException {
    if (bytes < 1 || bytes > MAX_BYTES) {
      throw new ValueException("a decimal of " + bytes + " bytes, not of 1 to " + MAX_BYTES);
    }
  }
}
