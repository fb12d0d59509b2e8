package com.k2.marketdata.trade;

import com.k2.marketdata.text.Printable;

/**
 * Quotes a value for a rejection's detail or an error message: on one line, without control
 * characters, and truncated if it is long.
 */
public final class Excerpt {
  private static final int MAX_CHARS = 80;

  private Excerpt() {}

  /**
   * The text in quotes, with control characters escaped. A text that is then longer than 80
   * characters is cut between two of its own characters, and followed by its length.
   */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder();
    int next;
    for (int at = 0; at < text.length(); at = next) {
      next = text.offsetByCodePoints(at, 1);
      String character = Printable.line(text.substring(at, next));
      if (shown.length() + character.length() > MAX_CHARS) {
        return "\"" + shown + "…\" (" + text.length() + " characters)";
      }
      shown.append(character);
    }
    return "\"" + shown + '"';
  }
}
