package com.k2.marketdata.lake.write;

import com.k2.marketdata.trade.Amount;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.iceberg.types.TypeUtil;
import org.apache.parquet.io.api.Binary;

/** Amounts as Parquet stores them: the unscaled value in a fixed number of bytes, highest first. */
final class DecimalBytes {
  private static final int LENGTH = TypeUtil.decimalRequiredBytes(Amount.PRECISION);
  private static final int DIGITS_OF_A_LONG = 18;

  private DecimalBytes() {}

  /** Never rounds: a trade's amounts fit the column, or it would be no trade. */
  static Binary of(BigDecimal amount) {
    BigDecimal scaled = amount.setScale(Amount.SCALE);
    byte[] bytes = new byte[LENGTH];
    if (scaled.signum() < 0) {
      Arrays.fill(bytes, (byte) -1);
    }
    if (scaled.precision() <= DIGITS_OF_A_LONG) {
      long unscaled = scaled.scaleByPowerOfTen(Amount.SCALE).longValue();
      ByteBuffer.wrap(bytes).putLong(LENGTH - Long.BYTES, unscaled);
    } else {
      byte[] unscaled = scaled.unscaledValue().toByteArray();
      System.arraycopy(unscaled, 0, bytes, LENGTH - unscaled.length, unscaled.length);
    }
    return Binary.fromConstantByteArray(bytes);
  }
}
