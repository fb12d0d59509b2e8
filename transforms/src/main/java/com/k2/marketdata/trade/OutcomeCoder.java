package com.k2.marketdata.trade;

import com.k2.marketdata.message.RangeReceiptCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/** Encodes an {@link Outcome}: one byte for its kind, then the outcome. Deterministic. */
public final class OutcomeCoder extends AtomicCoder<Outcome> {
  private static final OutcomeCoder INSTANCE = new OutcomeCoder();
  private static final int ACCEPTED = 0;
  private static final int REJECTED = 1;
  private static final int RANGE_DONE = 2;

  private OutcomeCoder() {}

  public static OutcomeCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Outcome outcome, OutputStream out) throws IOException {
    if (outcome instanceof Outcome.Accepted accepted) {
      out.write(ACCEPTED);
      AcceptedCoder.of().encode(accepted, out);
    } else if (outcome instanceof Outcome.Rejected rejected) {
      out.write(REJECTED);
      RejectedCoder.of().encode(rejected, out);
    } else if (outcome instanceof Outcome.RangeDone done) {
      out.write(RANGE_DONE);
      RangeReceiptCoder.of().encode(done.receipt(), out);
    }
  }

  @Override
  public Outcome decode(InputStream in) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case ACCEPTED -> AcceptedCoder.of().decode(in);
      case REJECTED -> RejectedCoder.of().decode(in);
      case RANGE_DONE -> new Outcome.RangeDone(RangeReceiptCoder.of().decode(in));
      default ->
          throw new CoderException(
              "Unknown kind of outcome: "
                  + kind
                  + ". Driver and executors must run the same build.");
    };
  }
}
