package com.k2.marketdata.check;

import java.util.ArrayList;
import java.util.List;

/** Counts findings, and keeps a sentence for each of the first. */
final class Findings {
  private static final int MAX_EXAMPLES = 20;

  private final List<String> examples = new ArrayList<>();
  private long lost;
  private long duplicated;
  private long invented;
  private long differing;

  void lost(String sentence) {
    lost++;
    keep(sentence);
  }

  void duplicated(String sentence) {
    duplicated++;
    keep(sentence);
  }

  void invented(String sentence) {
    invented++;
    keep(sentence);
  }

  void differing(String sentence) {
    differing++;
    keep(sentence);
  }

  CheckResult result(long messages) {
    return new CheckResult(messages, lost, duplicated, invented, differing, examples);
  }

  private void keep(String sentence) {
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(sentence);
    }
  }
}
