package com.k2.marketdata.spark;

import java.util.Map;

/**
 * Blocks that executors fetch from each other. Larger ones go to disk, so that direct memory can be
 * limited. A fetch from a lost executor fails after 3 seconds instead of 15, so that its tasks are
 * repeated soon.
 */
final class ShuffleSettings {
  private ShuffleSettings() {}

  static Map<String, String> conf() {
    return Map.of(
        "spark.network.maxRemoteBlockSizeFetchToMem", "64m",
        "spark.shuffle.io.retryWait", "1s");
  }
}
