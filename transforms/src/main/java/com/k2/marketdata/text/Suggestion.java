package com.k2.marketdata.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant by a wrong one. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The known name with the fewest differing letters, if these are at most a third of the wrong
   * name. Upper and lower case are the same.
   */
  public static Optional<String> of(String wrong, Collection<String> known) {
    return known.stream()
        .filter(name -> 3 * distance(wrong, name) <= Math.max(wrong.length(), 3))
        .min(
            Comparator.comparingInt((String name) -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The same as a question that follows a sentence, or nothing. */
  public static String question(String wrong, Collection<String> known) {
    return of(wrong, known).map(name -> " Did you mean " + name + "?").orElse("");
  }

  /** Levenshtein's distance: how many letters must be added, removed or replaced. */
  private static int distance(String wrong, String name) {
    String from = wrong.toLowerCase(Locale.ROOT);
    String to = name.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
