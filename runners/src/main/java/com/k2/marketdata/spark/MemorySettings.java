package com.k2.marketdata.spark;

import java.util.Map;

/**
 * How Spark divides an executor's heap, after the 300 MB that it reserves. K2 persists little and
 * shuffles little, so the share for both can be large, and a small share of that memory is reserved
 * for persisted blocks.
 */
public final class MemorySettings {
  /** Spark refuses heaps of less than one and a half times this. */
  public static final int RESERVED_MEGABYTES = 300;

  /** The share of the rest for execution and storage. */
  public static final double FRACTION = 0.75;

  /**
   * The share of that memory that is reserved for persisted blocks; execution cannot evict them.
   */
  public static final double STORAGE_FRACTION = 0.3;

  private MemorySettings() {}

  static Map<String, String> conf() {
    return Map.of(
        "spark.memory.fraction",
        String.valueOf(FRACTION),
        "spark.memory.storageFraction",
        String.valueOf(STORAGE_FRACTION));
  }
}
