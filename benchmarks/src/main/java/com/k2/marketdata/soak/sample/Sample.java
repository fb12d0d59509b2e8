package com.k2.marketdata.soak.sample;

import java.time.Instant;

/** The memory of a process at one moment. */
public record Sample(Instant time, SoakProcess process, ProcessMemory memory) {

  /** The resident memory in megabytes of 1,048,576 bytes. */
  public double residentMegabytes() {
    return memory.residentBytes() / (double) (1 << 20);
  }
}
