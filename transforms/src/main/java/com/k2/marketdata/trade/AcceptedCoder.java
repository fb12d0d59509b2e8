package com.k2.marketdata.trade;

import com.k2.marketdata.message.KafkaMessageCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes an {@link Outcome.Accepted}: the message, then its trade. Deterministic. */
public final class AcceptedCoder extends AtomicCoder<Outcome.Accepted> {
  private static final AcceptedCoder INSTANCE = new AcceptedCoder();

  private AcceptedCoder() {}

  public static AcceptedCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Outcome.Accepted accepted, OutputStream out) throws IOException {
    KafkaMessageCoder.of().encode(accepted.message(), out);
    TradeCoder.of().encode(accepted.trade(), out);
  }

  @Override
  public Outcome.Accepted decode(InputStream in) throws IOException {
    return new Outcome.Accepted(KafkaMessageCoder.of().decode(in), TradeCoder.of().decode(in));
  }
}
