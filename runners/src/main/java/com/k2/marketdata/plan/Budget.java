package com.k2.marketdata.plan;

/**
 * The memory of a JVM: its heap, and what it may use outside of it.
 *
 * @param overhead metaspace, code, thread stacks, direct buffers and the JVM itself. Spark's
 *     standalone manager does not count it; a container's limit does
 */
public record Budget(MemorySize heap, MemorySize overhead) {

  public MemorySize total() {
    return heap.plus(overhead);
  }
}
