package com.k2.marketdata.lake.write.row;

import com.k2.marketdata.trade.Amount;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.iceberg.types.TypeUtil;
import org.apache.parquet.io.api.Binary;

/**
 * Encodes amounts as Parquet stores them: the unscaled value as big-endian bytes of fixed length.
 */
public final class DecimalBytes {
  private static final int LENGTH = TypeUtil.decimalRequiredBytes(Amount.PRECISION);
  private static final int LONG_DIGITS = 18;

  private DecimalBytes() {}

  /**
   * Encodes an amount without rounding. The rules reject amounts that do not fit the column.
   *
   * @throws ArithmeticException if the amount has more decimals than the column
   */
  public static Binary of(BigDecimal amount) {
    BigDecimal scaled = amount.setScale(Amount.SCALE);
    byte[] bytes = new byte[LENGTH];
    if (scaled.signum() < 0) {
      Arrays.fill(bytes, (byte) -1);
    }
    if (scaled.precision() <= LONG_DIGITS) {
      long unscaled = scaled.scaleByPowerOfTen(Amount.SCALE).longValue();
      ByteBuffer.wrap(bytes).putLong(LENGTH - Long.BYTES, unscaled);
    } else {
      byte[] unscaled = scaled.unscaledValue().toByteArray();
      System.arraycopy(unscaled, 0, bytes, LENGTH - unscaled.length, unscaled.length);
    }
    return Binary.fromConstantByteArray(bytes);
  }
}
