package com.k2.marketdata.replay;

import java.util.SortedMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a replay did, or would do.
 *
 * @param id the replay's id, stored in silver's replay_id; null for a dry run
 * @param selected how many open dead letters were judged again, by their reason
 * @param trades how many of them are valid trades now, by their former reason
 * @param rejected how many are rejected again, by their new reason
 * @param replayed how many dead letters have been replayed before
 * @param olderTopic how many are of a former topic id, and cannot be replayed
 * @param more how many open dead letters are left for another replay, because of the limit
 */
public record ReplayReport(
    String exchange,
    String topic,
    @Nullable String id,
    SortedMap<String, Long> selected,
    SortedMap<String, Long> trades,
    SortedMap<String, Long> rejected,
    long replayed,
    long olderTopic,
    long more) {

  /** How many dead letters are valid trades now. */
  public long tradeCount() {
    return sum(trades);
  }

  /** How many dead letters are rejected again. */
  public long rejectedCount() {
    return sum(rejected);
  }

  private static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
