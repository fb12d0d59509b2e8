package com.k2.marketdata.cycle.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A note, written before a cycle runs, that its messages may not fit in memory. If the process
 * dies, the next one finds the note and plans a smaller cycle.
 *
 * @param after the cycle at whose position this one begins
 * @param offsets the number of its offsets
 */
record SizeNote(String after, long offsets) {
  private static final Pattern TEXT = Pattern.compile("k2 tries (\\d{1,18}) offsets after (\\S+)");

  String text() {
    return "k2 tries " + offsets + " offsets after " + after;
  }

  /** Empty if the text is not such a note. */
  static Optional<SizeNote> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new SizeNote(matcher.group(2), Long.parseLong(matcher.group(1))))
        : Optional.empty();
  }
}
