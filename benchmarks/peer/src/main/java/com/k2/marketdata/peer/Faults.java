package com.k2.marketdata.peer;

import java.util.ArrayList;
import java.util.List;

/** Gathers what a verification finds wrong. */
final class Faults {
  private final List<String> found = new ArrayList<>();

  /** Notes it if a count is not the expected one. */
  Faults expect(String what, long expected, long actual) {
    return expect(expected == actual, what + ": " + actual + " instead of " + expected);
  }

  /** Notes it if something is not so. */
  Faults expect(boolean so, String otherwise) {
    if (!so) {
      found.add(otherwise);
    }
    return this;
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
