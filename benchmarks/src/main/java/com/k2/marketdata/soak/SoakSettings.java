package com.k2.marketdata.soak;

import com.k2.marketdata.plan.ResourcePlan;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a soak runs.
 *
 * @param duration how long processes are sampled; without effect on a backlog
 * @param load the multiple of the original's rates
 * @param snapshots how many snapshots each table has at the beginning
 * @param backlog the messages to publish before the jobs start; 0 to publish at the rates while
 *     they run
 * @param output an empty folder for the state, the logs and the results
 * @param keep whether the servers and their data are kept
 */
record SoakSettings(
    ResourcePlan plan,
    Duration duration,
    double load,
    int snapshots,
    long backlog,
    Path output,
    boolean keep) {
  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONGEST_COLLECTION_INTERVAL = Duration.ofMinutes(30);
  private static final Duration LONGEST_MAINTENANCE_INTERVAL = Duration.ofMinutes(10);

  boolean isBacklog() {
    return backlog > 0;
  }

  /** Whether the gate applies. */
  boolean isJudged() {
    return isBacklog() || load <= 1;
  }

  /** The time between two samples: 60 or more in a run. */
  Duration interval() {
    return isBacklog() ? Duration.ofSeconds(2) : part(60, LONGEST_INTERVAL);
  }

  /**
   * The time between two full collections: ten or more in each third of a run. In a run of 45
   * minutes the JVMs themselves do one about as often.
   */
  Duration collectionInterval() {
    return isBacklog() ? Duration.ofSeconds(20) : part(30, LONGEST_COLLECTION_INTERVAL);
  }

  /** The time between two runs of the maintenance: three or more in a run. */
  Duration maintenanceInterval() {
    return part(3, LONGEST_MAINTENANCE_INTERVAL);
  }

  private Duration part(int count, Duration longest) {
    Duration part = duration.dividedBy(count);
    return part.compareTo(longest) < 0 ? part : longest;
  }
}
