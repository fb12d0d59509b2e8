package com.k2.marketdata.feed.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the lines without trades by kind, and keeps the first unknown ones as examples. */
public final class SkippedLines {
  private static final int EXAMPLES = 5;
  private static final int EXAMPLE_LENGTH = 160;

  private final Map<String, Long> known = new TreeMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private long unknown;

  void known(String kind) {
    known.merge(kind, 1L, Long::sum);
  }

  void refused(String product) {
    refused.merge(product, 1L, Long::sum);
  }

  void unknown(Path file, long lineNumber, String why, String line) {
    unknown++;
    if (examples.size() < EXAMPLES) {
      String excerpt =
          line.length() > EXAMPLE_LENGTH ? line.substring(0, EXAMPLE_LENGTH) + "..." : line;
      examples.add(file + ":" + lineNumber + ": " + why + ": " + excerpt);
    }
  }

  /** The number of skipped messages by kind. */
  public Map<String, Long> known() {
    return Collections.unmodifiableMap(new TreeMap<>(known));
  }

  /** The number of messages of other products, by product. */
  public Map<String, Long> refused() {
    return Collections.unmodifiableMap(new TreeMap<>(refused));
  }

  /** The number of lines that were not recognized. */
  public long unknown() {
    return unknown;
  }

  /** The first of those lines, with file, line number and reason. */
  public List<String> examples() {
    return List.copyOf(examples);
  }
}
