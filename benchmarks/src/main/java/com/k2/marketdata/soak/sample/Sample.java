package com.k2.marketdata.soak.sample;

import java.time.Instant;

/** The memory of a process at one moment. */
public record Sample(Instant time, SoakProcess process, ProcessMemory memory) {

  /** The resident memory in megabytes of 1,048,576 bytes. */
  public double residentMegabytes() {
    return megabytes(memory.residentBytes());
  }

  /** The largest resident memory since the sample before. */
  public double peakMegabytes() {
    return megabytes(memory.peakBytes());
  }

  private static double megabytes(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
