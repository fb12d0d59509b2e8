package com.k2.marketdata.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link KafkaMessage} without loss. Deterministic: headers keep their order. */
public final class KafkaMessageCoder extends AtomicCoder<KafkaMessage> {
  private static final KafkaMessageCoder INSTANCE = new KafkaMessageCoder();
  private static final Coder<String> STRING = StringUtf8Coder.of();
  private static final Coder<Integer> INT = VarIntCoder.of();
  private static final Coder<Long> LONG = VarLongCoder.of();
  private static final Coder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());

  private KafkaMessageCoder() {}

  public static KafkaMessageCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(KafkaMessage message, OutputStream out) throws IOException {
    STRING.encode(message.topic(), out);
    STRING.encode(message.topicId(), out);
    INT.encode(message.partition(), out);
    LONG.encode(message.offset(), out);
    LONG.encode(message.timestampMillis(), out);
    LONG.encode(message.ingestedMicros(), out);
    encodeHeaders(message.headers(), out);
    BYTES.encode(message.key(), out);
    BYTES.encode(message.value(), out);
  }

  @Override
  public KafkaMessage decode(InputStream in) throws IOException {
    return new KafkaMessage(
        STRING.decode(in),
        STRING.decode(in),
        INT.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        LONG.decode(in),
        decodeHeaders(in),
        BYTES.decode(in),
        BYTES.decode(in));
  }

  private static void encodeHeaders(Map<String, byte[]> headers, OutputStream out)
      throws IOException {
    INT.encode(headers.size(), out);
    for (Map.Entry<String, byte[]> header : headers.entrySet()) {
      STRING.encode(header.getKey(), out);
      BYTES.encode(header.getValue(), out);
    }
  }

  private static Map<String, byte[]> decodeHeaders(InputStream in) throws IOException {
    int count = INT.decode(in);
    if (count == 0) {
      return Map.of();
    }
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      headers.put(STRING.decode(in), BYTES.decode(in));
    }
    return Collections.unmodifiableMap(headers);
  }
}
