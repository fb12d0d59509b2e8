package com.k2.marketdata.plan;

import java.util.Optional;

/**
 * The executors of a job, which are all alike.
 *
 * @param cores the tasks that one executor runs at a time
 * @param count the number of executors
 * @param measured the largest resident memory that was measured of one executor
 */
public record Executor(Budget budget, int cores, int count, Optional<MemorySize> measured) {

  /** The tasks that all executors run at a time. */
  public int totalCores() {
    return cores * count;
  }
}
