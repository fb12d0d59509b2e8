package com.k2.marketdata.plan;

import java.util.Optional;

/**
 * The driver of a job. It runs in client mode, in a container of its own.
 *
 * @param measured the largest resident memory that was measured
 */
public record Driver(Budget budget, InMemoryFiles tmpfs, Optional<MemorySize> measured) {

  /** The limit of the container: heap, overhead and files in memory. */
  public MemorySize container() {
    return budget.total().plus(tmpfs.total());
  }
}
