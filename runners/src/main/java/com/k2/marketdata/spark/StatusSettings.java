package com.k2.marketdata.spark;

import java.util.Map;

/**
 * What a driver keeps of the jobs that have ended. Spark keeps 1,000 jobs and stages with their
 * tasks by default, whether its UI runs or not, and an event log would grow with every cycle of a
 * job that never ends.
 */
final class StatusSettings {
  static final int RETAINED_JOBS = 20;

  private StatusSettings() {}

  static Map<String, String> conf() {
    return Map.of(
        "spark.ui.enabled", "false",
        "spark.ui.retainedJobs", String.valueOf(RETAINED_JOBS),
        "spark.ui.retainedStages", String.valueOf(RETAINED_JOBS),
        "spark.eventLog.enabled", "false",
        // Broadcasts and shuffles are released after a garbage collection finds them unreachable.
        "spark.cleaner.periodicGC.interval", "10min");
  }
}
