package com.k2.marketdata.trade;

import com.k2.marketdata.text.Printable;

/**
 * Quotes a value for a rejection's detail or an error message: on one line, without control
 * characters, and truncated if it is long.
 */
public final class Excerpt {
  private static final int MAX_CHARS = 80;

  private Excerpt() {}

  /** The text in quotes; a long text is cut and followed by its length. */
  public static String of(String text) {
    if (text.length() <= MAX_CHARS) {
      return '"' + Printable.line(text) + '"';
    }
    // Half of a surrogate pair is not a valid character and cannot be stored.
    int end = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
    return '"' + Printable.line(text.substring(0, end)) + "…\" (" + text.length() + " characters)";
  }
}
