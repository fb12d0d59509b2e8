package com.k2.marketdata.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link RangeReceipt}. Deterministic, and consistent with equals. */
public final class RangeReceiptCoder extends AtomicCoder<RangeReceipt> {
  private static final RangeReceiptCoder INSTANCE = new RangeReceiptCoder();
  private static final Coder<Integer> INT = VarIntCoder.of();
  private static final Coder<Long> LONG = VarLongCoder.of();

  private RangeReceiptCoder() {}

  public static RangeReceiptCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RangeReceipt receipt, OutputStream out) throws IOException {
    INT.encode(receipt.range(), out);
    LONG.encode(receipt.from(), out);
    LONG.encode(receipt.to(), out);
    LONG.encode(receipt.reached(), out);
    LONG.encode(receipt.records(), out);
    LONG.encode(receipt.bytes(), out);
  }

  @Override
  public RangeReceipt decode(InputStream in) throws IOException {
    return new RangeReceipt(
        INT.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
