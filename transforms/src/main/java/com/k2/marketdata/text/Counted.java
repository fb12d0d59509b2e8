package com.k2.marketdata.text;

import java.util.Locale;

/** Counts with their nouns. */
public final class Counted {
  private Counted() {}

  /**
   * A count with its noun, such as {@code 1 row} and {@code 2,000 rows}.
   *
   * @param noun in the singular; its plural ends in s
   */
  public static String of(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
