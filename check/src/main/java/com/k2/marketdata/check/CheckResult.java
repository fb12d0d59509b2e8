package com.k2.marketdata.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a check found. A message that is missing in bronze and in silver counts twice as lost.
 *
 * @param messages messages in Kafka that were compared
 * @param lost messages without a row in bronze, and messages without a row in silver and the dead
 *     letters
 * @param duplicated rows beyond the first of a message in bronze, and in silver and the dead
 *     letters together
 * @param invented rows of the topic without a message in Kafka
 * @param differing rows with a value that differs from the message, and rows in the wrong table
 * @param examples a sentence for each of the first findings
 */
public record CheckResult(
    long messages,
    long lost,
    long duplicated,
    long invented,
    long differing,
    List<String> examples) {
  public CheckResult {
    examples = List.copyOf(examples);
  }

  /** Whether the tables are exactly what the messages require. */
  public boolean isClean() {
    return lost == 0 && duplicated == 0 && invented == 0 && differing == 0;
  }

  /** The sums of both results, and the examples of both. */
  public CheckResult plus(CheckResult other) {
    return new CheckResult(
        messages + other.messages,
        lost + other.lost,
        duplicated + other.duplicated,
        invented + other.invented,
        differing + other.differing,
        Stream.concat(examples.stream(), other.examples.stream()).toList());
  }

  /** The counts in one line. */
  public String counts() {
    return String.format(
        Locale.ROOT,
        "%,d messages: %d lost, %d duplicated, %d invented, %d differing",
        messages,
        lost,
        duplicated,
        invented,
        differing);
  }

  /** One line with the counts and the first example. */
  @Override
  public String toString() {
    return counts() + (examples.isEmpty() ? "" : "; for example: " + examples.get(0));
  }
}
