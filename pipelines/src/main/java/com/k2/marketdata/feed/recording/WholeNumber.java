package com.k2.marketdata.feed.recording;

import java.io.IOException;

/** Parses fields whose type in the raw schema is long. */
public final class WholeNumber {
  private WholeNumber() {}

  /**
   * The number, or zero for empty text.
   *
   * @param name of the field, for the error
   * @throws IOException if the text is not a whole number of 64 bits
   */
  public static long of(String name, String text) throws IOException {
    return of(name, text, 0);
  }

  /**
   * The number, or another one for empty text.
   *
   * @param name of the field, for the error
   * @throws IOException if the text is not a whole number of 64 bits
   */
  public static long of(String name, String text, long ifEmpty) throws IOException {
    try {
      return text.isEmpty() ? ifEmpty : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(name + " is not a whole number of 64 bits: '" + text + "'", e);
    }
  }
}
