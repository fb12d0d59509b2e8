package com.k2.marketdata.lake.write;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/**
 * Strings as the bytes that Parquet stores. Names, symbols and other texts that come again and
 * again are encoded once and are then the same object. For one thread.
 */
final class InternedText {
  /** Beyond any exchange's number of symbols; a flood of other texts is encoded each time. */
  private static final int MOST = 8_192;

  private final Map<String, Binary> known = new HashMap<>();

  Binary of(String text) {
    Binary encoded = known.get(text);
    if (encoded == null) {
      encoded = once(text);
      if (known.size() < MOST) {
        known.put(text, encoded);
      }
    }
    return encoded;
  }

  /** A text that is not expected to come again. */
  static Binary once(String text) {
    return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
  }
}
