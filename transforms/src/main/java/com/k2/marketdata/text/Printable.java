package com.k2.marketdata.text;

/**
 * Makes text from messages, tables and other systems safe for a terminal and a log. Control
 * characters (C0, DEL, C1), line separators, bidirectional controls and unpaired surrogates become
 * escapes such as {@code \n} and {@code \u001b}. All other text is returned unchanged.
 */
public final class Printable {
  private Printable() {}

  /** The text on a single line. */
  public static String line(String text) {
    return escape(text, "");
  }

  /** The text with its line feeds and tabs. */
  public static String lines(String text) {
    return escape(text, "\n\t");
  }

  private static String escape(String text, String kept) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean unsafe = (isControl(c) && kept.indexOf(c) < 0) || isUnpaired(text, i);
      if (unsafe && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (unsafe) {
        escaped.append(escaped(c));
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c)
        || c == '\u061c' // Arabic letter mark
        || c == '\u200e' // left-to-right mark
        || c == '\u200f' // right-to-left mark
        || (c >= '\u2028' && c <= '\u202e') // separators, embeddings and overrides
        || (c >= '\u2066' && c <= '\u2069'); // isolates
  }

  private static boolean isUnpaired(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", (int) c);
    };
  }
}
