package com.k2.marketdata.trade;

/**
 * Quotes a value for a rejection's detail or an error message on one line, and truncates it if it
 * is long.
 */
public final class Excerpt {
  private static final int MAX_CHARS = 80;

  private Excerpt() {}

  /**
   * The text in quotes; a long text is cut and followed by its length. Line breaks, control
   * characters, invisible format characters and halves of surrogate pairs are escaped as in a Java
   * string.
   */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      String shown = shown(character);
      if (quoted.length() - 1 + shown.length() > MAX_CHARS) {
        return quoted.append("…\" (").append(text.length()).append(" characters)").toString();
      }
      quoted.append(shown);
      at += Character.charCount(character);
    }
    return quoted.append('"').toString();
  }

  private static String shown(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> isVisible(character) ? Character.toString(character) : escaped(character);
    };
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String escaped(int character) {
    StringBuilder escaped = new StringBuilder();
    for (char half : Character.toChars(character)) {
      escaped.append(String.format("\\u%04x", (int) half));
    }
    return escaped.toString();
  }
}
