package com.k2.marketdata.stack;

import org.checkerframework.checker.nullness.qual.Nullable;

/** Steps that all run, even if earlier ones fail. */
public final class AllSteps {
  private @Nullable RuntimeException first;

  /** Runs a step, and keeps its failure for {@link #finish}. */
  public AllSteps run(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      if (first == null) {
        first = e;
      } else {
        first.addSuppressed(e);
      }
    }
    return this;
  }

  /** Throws the first failure, with the others suppressed; returns if there was none. */
  public void finish() {
    if (first != null) {
      throw first;
    }
  }
}
