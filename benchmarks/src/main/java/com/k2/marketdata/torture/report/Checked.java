package com.k2.marketdata.torture.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a check of all tables found.
 *
 * @param differing rows that differ from their message, or have no message
 * @param examples a sentence for each of the first findings
 */
public record Checked(
    long messages, long lost, long doubled, long differing, List<String> examples) {
  public Checked {
    examples = List.copyOf(examples);
  }

  /** Whether nothing was lost or doubled, and nothing differs. */
  public boolean isClean() {
    return lost == 0 && doubled == 0 && differing == 0;
  }

  /** The sums of both, for tables of two exchanges. */
  public Checked plus(Checked other) {
    List<String> all = new ArrayList<>(examples);
    all.addAll(other.examples);
    return new Checked(
        messages + other.messages,
        lost + other.lost,
        doubled + other.doubled,
        differing + other.differing,
        all);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d messages: %d lost, %d doubled, %d differing",
        messages,
        lost,
        doubled,
        differing);
  }
}
