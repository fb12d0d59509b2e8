package com.k2.marketdata.lake.ledger;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules that judged a topic's messages from these offsets on, up to the next entry of the same
 * topic.
 *
 * @param from the first offset, per partition; a partition that is missing began later, at 0
 * @param rules the fingerprint of the rules and their settings
 * @param version K2's version
 */
public record JudgedBy(String topicId, SortedMap<Integer, Long> from, String rules, String version)
    implements Serializable {

  /** Bounds the entries of a ledger to about 10 kB in packed form. */
  private static final int MAX_WEIGHT = 2_048;

  private static final int WEIGHT_WITHOUT_OFFSETS = 8;

  public JudgedBy {
    requireNonNull(topicId, "topicId");
    requireNonNull(rules, "rules");
    requireNonNull(version, "version");
    from = Collections.unmodifiableSortedMap(new TreeMap<>(from));
  }

  /**
   * The entry of the rules that judged the message at an offset below the position; empty if it was
   * judged before rules were recorded, or if the entry has been dropped to limit the list.
   *
   * @param entries those of a topic id oldest first
   */
  public static Optional<JudgedBy> find(
      List<JudgedBy> entries, String topicId, int partition, long offset) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).reaches(topicId, partition, offset)) {
        return Optional.of(entries.get(i));
      }
    }
    return Optional.empty();
  }

  private boolean reaches(String ofTopicId, int partition, long offset) {
    return topicId.equals(ofTopicId) && offset >= from.getOrDefault(partition, 0L);
  }

  /**
   * Appends an entry, unless the last one has the same topic, rules and version. Replaces the last
   * one if it would contain no offsets. Drops the oldest entries if there are too many: a symbol
   * list may change every day, and every snapshot stores all entries.
   */
  static List<JudgedBy> append(List<JudgedBy> entries, JudgedBy next) {
    List<JudgedBy> all = new ArrayList<>(entries);
    if (!all.isEmpty() && last(all).isEmptyBefore(next)) {
      all.remove(all.size() - 1);
    }
    if (all.isEmpty() || !last(all).isSame(next)) {
      all.add(next);
    }
    return newest(all);
  }

  private static List<JudgedBy> newest(List<JudgedBy> entries) {
    int weight = entries.stream().mapToInt(JudgedBy::weight).sum();
    int dropped = 0;
    while (weight > MAX_WEIGHT && dropped < entries.size() - 2) {
      weight -= entries.get(dropped).weight();
      dropped++;
    }
    return entries.subList(dropped, entries.size());
  }

  private int weight() {
    return WEIGHT_WITHOUT_OFFSETS + from.size();
  }

  private static JudgedBy last(List<JudgedBy> entries) {
    return entries.get(entries.size() - 1);
  }

  private boolean isEmptyBefore(JudgedBy next) {
    return topicId.equals(next.topicId) && from.equals(next.from);
  }

  private boolean isSame(JudgedBy other) {
    return topicId.equals(other.topicId)
        && rules.equals(other.rules)
        && version.equals(other.version);
  }
}
