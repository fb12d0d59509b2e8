package com.k2.marketdata.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/** Codes a {@link ReadItem}: a byte for the kind, then the item. Deterministic. */
public final class ReadItemCoder extends AtomicCoder<ReadItem> {
  private static final ReadItemCoder INSTANCE = new ReadItemCoder();
  private static final int MESSAGE = 0;
  private static final int RECEIPT = 1;

  private ReadItemCoder() {}

  public static ReadItemCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ReadItem item, OutputStream out) throws IOException {
    if (item instanceof KafkaMessage message) {
      out.write(MESSAGE);
      KafkaMessageCoder.of().encode(message, out);
    } else if (item instanceof RangeReceipt receipt) {
      out.write(RECEIPT);
      RangeReceiptCoder.of().encode(receipt, out);
    }
  }

  @Override
  public ReadItem decode(InputStream in) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case MESSAGE -> KafkaMessageCoder.of().decode(in);
      case RECEIPT -> RangeReceiptCoder.of().decode(in);
      default -> throw new CoderException("A read item of the unknown kind " + kind + ".");
    };
  }
}
