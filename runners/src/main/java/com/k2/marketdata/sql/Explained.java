package com.k2.marketdata.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement, separated from the EXPLAIN before it, which DuckDB has no syntax tree for.
 *
 * @param prefix empty, or K2's own EXPLAIN with a space after it
 * @param statement the rest of the text, as written
 */
record Explained(String prefix, String statement) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");
  private static final Pattern OPTIONS = Pattern.compile("\\(([a-zA-Z\\s,]+)\\)");
  private static final Set<String> OPTION_WORDS =
      Set.of("ANALYZE", "FORMAT", "TEXT", "JSON", "HTML", "GRAPHVIZ", "YAML", "MERMAID");

  /**
   * Removes an EXPLAIN, with ANALYZE or options in parentheses, and the comments before them. A
   * misread comment is harmless: only the rest, which DuckDB parses, is run.
   */
  static Explained of(String text) {
    int explain = skipBlank(text, 0);
    String word = word(text, explain);
    if (!word.equals("EXPLAIN")) {
      return new Explained("", text);
    }
    int begin = skipBlank(text, explain + word.length());
    String analyze = word(text, begin);
    if (analyze.equals("ANALYZE") || analyze.equals("ANALYSE")) {
      return new Explained("EXPLAIN ANALYZE ", text.substring(begin + analyze.length()));
    }
    Matcher options = OPTIONS.matcher(text).region(begin, text.length());
    if (options.lookingAt()) {
      String plain = options.group(1).replaceAll("\\s+", " ").strip().toUpperCase(Locale.ROOT);
      if (OPTION_WORDS.containsAll(List.of(plain.split("[ ,]+")))) {
        return new Explained("EXPLAIN (" + plain + ") ", text.substring(options.end()));
      }
    }
    return new Explained("EXPLAIN ", text.substring(begin));
  }

  private static String word(String text, int at) {
    Matcher word = WORD.matcher(text).region(at, text.length());
    return word.lookingAt() ? word.group().toUpperCase(Locale.ROOT) : "";
  }

  /** The position after white space and comments; comments in {@code /*} nest. */
  private static int skipBlank(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        at++;
      } else if (text.startsWith("--", at)) {
        at = endOfLine(text, at);
      } else if (text.startsWith("/*", at)) {
        at = endOfComment(text, at);
      } else {
        return at;
      }
    }
    return at;
  }

  private static int endOfLine(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private static int endOfComment(String text, int from) {
    int depth = 0;
    for (int at = from; at < text.length(); at++) {
      if (text.startsWith("/*", at)) {
        depth++;
        at++;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at++;
        if (depth == 0) {
          return at + 1;
        }
      }
    }
    return text.length();
  }
}
