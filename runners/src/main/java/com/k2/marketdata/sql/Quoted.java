package com.k2.marketdata.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quotes names and strings for SQL. */
final class Quoted {
  private Quoted() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String text(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  static String list(Collection<String> texts) {
    return texts.stream().map(Quoted::text).collect(Collectors.joining(",", "[", "]"));
  }
}
