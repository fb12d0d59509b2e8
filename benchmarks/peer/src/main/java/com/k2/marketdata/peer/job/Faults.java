package com.k2.marketdata.peer.job;

import java.util.ArrayList;
import java.util.List;

/** Collects the differences that a verification finds. */
public final class Faults {
  private final List<String> found = new ArrayList<>();

  /** Adds a fault if a count differs from the expected one. */
  public Faults expect(String what, long expected, long actual) {
    return expect(expected == actual, what + ": " + actual + " instead of " + expected);
  }

  /** Adds this fault if the condition does not hold. */
  public Faults expect(boolean holds, String fault) {
    if (!holds) {
      found.add(fault);
    }
    return this;
  }

  public List<String> found() {
    return List.copyOf(found);
  }
}
