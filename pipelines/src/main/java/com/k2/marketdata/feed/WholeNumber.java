package com.k2.marketdata.feed;

import java.io.IOException;

/** Reads the fields that the raw schemas hold as long. */
final class WholeNumber {
  private WholeNumber() {}

  /** The number that the text is; zero, the raw schema's empty value, for no text. */
  static long of(String name, String text) throws IOException {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(name + " is no whole number of 64 bits: '" + text + "'", e);
    }
  }
}
