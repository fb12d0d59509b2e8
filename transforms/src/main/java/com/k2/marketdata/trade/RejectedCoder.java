package com.k2.marketdata.trade;

import com.k2.marketdata.message.KafkaMessageCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes an {@link Outcome.Rejected}: the message, then why it was rejected. Deterministic. */
public final class RejectedCoder extends AtomicCoder<Outcome.Rejected> {
  private static final RejectedCoder INSTANCE = new RejectedCoder();
  private static final Coder<String> STRING = StringUtf8Coder.of();
  private static final Coder<Integer> NULLABLE_INT = NullableCoder.of(VarIntCoder.of());

  private RejectedCoder() {}

  public static RejectedCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Outcome.Rejected rejected, OutputStream out) throws IOException {
    KafkaMessageCoder.of().encode(rejected.message(), out);
    STRING.encode(rejected.reason().name(), out);
    STRING.encode(rejected.detail(), out);
    NULLABLE_INT.encode(rejected.schemaId(), out);
  }

  @Override
  public Outcome.Rejected decode(InputStream in) throws IOException {
    return new Outcome.Rejected(
        KafkaMessageCoder.of().decode(in),
        RejectReason.valueOf(STRING.decode(in)),
        STRING.decode(in),
        NULLABLE_INT.decode(in));
  }
}
