package com.k2.marketdata.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.util.Utf8;

/**
 * Strings as the bytes that a Parquet writer takes. Names, symbols and other texts that come again
 * and again are encoded once. For one thread.
 */
final class RepeatedText {
  /** Beyond any exchange's number of symbols; a flood of other texts is encoded each time. */
  private static final int MOST = 8_192;

  private final Map<String, Utf8> known = new HashMap<>();

  Utf8 of(String text) {
    Utf8 encoded = known.get(text);
    if (encoded == null) {
      encoded = new Utf8(text);
      if (known.size() < MOST) {
        known.put(text, encoded);
      }
    }
    return encoded;
  }
}
