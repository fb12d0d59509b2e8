package com.k2.marketdata.trade;

/** Shows a value in a detail or an error: quoted, and cut where it is long. */
public final class Excerpt {
  private static final int MOST_CHARS = 80;

  private Excerpt() {}

  /** The text in quotes; of a long one its beginning and its length. */
  public static String of(String text) {
    if (text.length() <= MOST_CHARS) {
      return '"' + text + '"';
    }
    // Half of a surrogate pair is no character and could not be stored.
    int end = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS;
    return '"' + text.substring(0, end) + "…\" (" + text.length() + " characters)";
  }
}
