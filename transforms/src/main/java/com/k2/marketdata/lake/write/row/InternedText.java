package com.k2.marketdata.lake.write.row;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/**
 * Encodes strings as the bytes that Parquet stores. Texts that repeat, such as names and symbols,
 * are encoded once and always return the same object. Not safe for concurrent use.
 */
public final class InternedText {
  /** More than the symbols of any exchange; texts beyond this limit are encoded each time. */
  private static final int MAX_TEXTS = 8_192;

  private final Map<String, Binary> known = new HashMap<>();

  /** Encodes a text that is expected to repeat. */
  public Binary of(String text) {
    Binary encoded = known.get(text);
    if (encoded == null) {
      encoded = once(text);
      if (known.size() < MAX_TEXTS) {
        known.put(text, encoded);
      }
    }
    return encoded;
  }

  /** Encodes a text that is not expected to repeat. */
  public static Binary once(String text) {
    return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
  }
}
