package com.k2.marketdata.spark;

import java.util.HashMap;
import java.util.Map;

/** A master inside this process: it listens on loopback only. */
final class LocalModeSettings {
  private LocalModeSettings() {}

  /** Whether the master runs tasks in threads of this process. */
  static boolean isLocal(String master) {
    return master.matches("local(\\[.*])?");
  }

  /** For these masters, and for {@code local-cluster}, whose executors are processes. */
  static Map<String, String> conf(String master) {
    if (!master.startsWith("local")) {
      return Map.of();
    }
    Map<String, String> conf =
        new HashMap<>(
            Map.of("spark.driver.bindAddress", "127.0.0.1", "spark.driver.host", "127.0.0.1"));
    if (isLocal(master)) {
      // The driver runs the tasks. An OutOfMemoryError must fail the cycle, not end the process.
      conf.put("spark.executor.killOnFatalError.depth", "0");
    }
    return Map.copyOf(conf);
  }
}
