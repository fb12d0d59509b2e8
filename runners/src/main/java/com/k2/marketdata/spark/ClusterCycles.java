package com.k2.marketdata.spark;

/** The default size of cycles on a cluster, whose executors add memory with their cores. */
public final class ClusterCycles {
  private ClusterCycles() {}

  /** Half of the usual amount per core, but at least the usual amount. */
  public static long amount(long usual, int cores) {
    return Math.max(usual, usual / 2 * cores);
  }
}
