package com.k2.marketdata.verify.contents.recorded;

import com.k2.marketdata.lake.ledger.JudgedBy;
import com.k2.marketdata.verify.judge.PartitionId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows today's rules and today's version judged, according to silver's ledgers.
 *
 * @param judged by topic id, the entries of its ledger, oldest first
 */
public record Provenance(Map<String, List<JudgedBy>> judged, String fingerprint, String version)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Finds the rows that were judged as today.
   *
   * @param entries the entries of all ledgers; those of one topic id oldest first
   */
  public static Provenance of(List<JudgedBy> entries, TodaysRules today) {
    Map<String, List<JudgedBy>> byTopic = new HashMap<>();
    entries.forEach(
        entry -> byTopic.computeIfAbsent(entry.topicId(), any -> new ArrayList<>()).add(entry));
    return new Provenance(byTopic, today.fingerprint(), today.version());
  }

  /** Whether rules with today's fingerprint judged the message. */
  public boolean sameRules(PartitionId partition, long offset) {
    return by(partition, offset).filter(by -> by.rules().equals(fingerprint)).isPresent();
  }

  /** Whether today's version judged the message. */
  public boolean sameVersion(PartitionId partition, long offset) {
    return by(partition, offset).filter(by -> by.version().equals(version)).isPresent();
  }

  private Optional<JudgedBy> by(PartitionId partition, long offset) {
    String topicId = partition.topicId();
    return JudgedBy.find(
        judged.getOrDefault(topicId, List.of()), topicId, partition.number(), offset);
  }
}
