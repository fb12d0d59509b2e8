package com.k2.marketdata.lake.ledger;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.k2.marketdata.kafka.TopicIdentity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table's position in one topic. It is stored in the summary of the snapshot that adds the rows,
 * so that rows and position always agree.
 *
 * @param cycle the unique id of the cycle that committed it
 * @param clock that cycle's clock, microseconds since the epoch; never decreases within a table
 * @param first the offset at which the table began, per partition
 * @param next the next offset to process, per partition
 * @param epochs the leader epoch in which the partition was read up to {@code next}. With it, Kafka
 *     can say whether the log has been truncated since; partitions whose epoch is unknown are
 *     missing
 * @param skipped the ranges that an operator decided to skip; kept permanently
 * @param read how many messages the cycle read for this table
 * @param accepted how many of them became rows of this table; for silver, trades
 * @param rejected how many became dead letters
 * @param bytes the total size of the keys and values of the messages read
 * @param bronze silver's place in bronze; null for other tables and for silver read from Kafka
 * @param intent the dead letters of silver's newest cycle that had any; null for other tables, and
 *     before the first
 * @param standsFor in the dead-letter table after silver was rolled back, the cycle whose dead
 *     letters are the newest that are left; null otherwise
 * @param sums in bronze, the sum of the rows written, by topic id, former ones included; empty for
 *     other tables, and before the first cycle of a version that adds them up
 * @param judged in silver, which rules judged from which offsets on, former topic ids included; if
 *     there are many, only the newest. Empty for other tables, and before the first cycle of a
 *     version that records them
 * @param rows how many rows of the topic K2 has added to the table, less those that it removed;
 *     each commit updates the number of the parent's ledger. Null if unknown: the table has several
 *     topics and was written by a version that did not count rows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ledger(
    String cluster,
    String topicId,
    String cycle,
    long clock,
    SortedMap<Integer, Long> first,
    SortedMap<Integer, Long> next,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<Integer, Integer> epochs,
    List<SkippedRange> skipped,
    long read,
    long accepted,
    long rejected,
    long bytes,
    @Nullable BronzePlace bronze,
    @Nullable DeadLetterIntent intent,
    @Nullable String standsFor,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, RowSum> sums,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JudgedBy> judged,
    @Nullable Long rows)
    implements Serializable {

  public Ledger {
    requireNonNull(cluster, "cluster");
    requireNonNull(topicId, "topicId");
    requireNonNull(cycle, "cycle");
    first = unmodifiable(first);
    next = unmodifiable(next);
    epochs = epochs == null ? unmodifiable(Map.of()) : unmodifiable(epochs);
    skipped = List.copyOf(skipped);
    sums = sums == null ? unmodifiable(Map.of()) : unmodifiable(sums);
    judged = judged == null ? List.of() : List.copyOf(judged);
  }

  /** The ledger of a table before its first cycle. */
  public static Ledger starting(
      TopicIdentity topic, String cycle, long clock, Map<Integer, Long> first) {
    return new LedgerDraft().of(topic).movedIn(cycle, clock).at(first, first).rows(0L).ledger();
  }

  /** The next offset of a partition; 0 for a partition that is not in the ledger yet. */
  public long next(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  /** Whether both have the same cycle, the same position and the same topic. */
  public boolean isAt(Ledger other) {
    return cycle.equals(other.cycle)
        && next.equals(other.next)
        && topicId.equals(other.topicId)
        && cluster.equals(other.cluster);
  }

  /**
   * The ledger after a cycle that ended at {@code to}, without counts, and without epochs of the
   * partitions that moved.
   */
  public Ledger advancedTo(String newCycle, long newClock, Map<Integer, Long> to) {
    SortedMap<Integer, Long> begin = new TreeMap<>(first);
    SortedMap<Integer, Long> end = new TreeMap<>(next);
    SortedMap<Integer, Integer> known = new TreeMap<>(epochs);
    to.forEach(
        (partition, offset) -> {
          begin.putIfAbsent(partition, 0L);
          if (!offset.equals(end.put(partition, offset))) {
            known.remove(partition);
          }
        });
    LedgerDraft moved = draft().movedIn(newCycle, newClock).at(begin, end).epochs(known);
    return moved.counts(0, 0, 0, 0).ledger();
  }

  /** The same position with another cycle id. */
  public Ledger ofCycle(String other) {
    return draft().movedIn(other, clock).ledger();
  }

  /** The same position with a cycle's counts. */
  public Ledger withCounts(long newRead, long newAccepted, long newRejected, long newBytes) {
    return draft().counts(newRead, newAccepted, newRejected, newBytes).ledger();
  }

  /** The same position with another number of rows in the table. */
  public Ledger withRowCount(@Nullable Long count) {
    return draft().rows(count).ledger();
  }

  /** The same position with a place in bronze. */
  public Ledger withBronze(@Nullable BronzePlace place) {
    return draft().bronze(place).ledger();
  }

  /** The same position with the record of a cycle's dead letters. */
  public Ledger withIntent(@Nullable DeadLetterIntent newIntent) {
    return draft().intent(newIntent).ledger();
  }

  /**
   * The ledger of the dead-letter table that belongs to this ledger of silver. Its cycle is the
   * newest that had dead letters, or silver's own if none had.
   */
  public Ledger forDeadLetters() {
    LedgerDraft letters = draft().counts(0, 0, 0, 0).bronze(null).intent(null).judged(List.of());
    return letters.movedIn(intent == null ? cycle : intent.cycle(), clock).ledger();
  }

  /**
   * In the dead-letter table: the same position with another cycle id. Records the cycle whose dead
   * letters are the newest.
   */
  public Ledger standingIn(String newCycle) {
    LedgerDraft moved = draft().movedIn(newCycle, clock).standsFor(newestDeadLetters());
    return moved.counts(0, 0, 0, 0).ledger();
  }

  /** In the dead-letter table: the cycle whose dead letters are the newest. */
  public String newestDeadLetters() {
    return standsFor == null ? cycle : standsFor;
  }

  /** The same position with these epochs only. */
  public Ledger withEpochs(Map<Integer, Integer> all) {
    return draft().epochs(all).ledger();
  }

  /** The same position, with another ledger's epochs for partitions at the same offset. */
  public Ledger withEpochsOf(Ledger other) {
    SortedMap<Integer, Integer> all = new TreeMap<>(epochs);
    other.epochs.forEach(
        (partition, epoch) -> {
          if (next(partition) == other.next(partition)) {
            all.put(partition, epoch);
          }
        });
    return withEpochs(all);
  }

  /** The same position with one more skipped range, joined to a range that it continues. */
  public Ledger withSkipped(SkippedRange range) {
    return draft().skipped(SkippedRange.append(skipped, range)).ledger();
  }

  /**
   * The position at the beginning of a topic that was recreated under the same name, without
   * epochs. The position in the old topic is kept as an empty skipped range per partition.
   */
  public Ledger inNewTopic(
      TopicIdentity topic, String newCycle, long newClock, Map<Integer, Long> from, String why) {
    List<SkippedRange> all = new ArrayList<>(skipped);
    next.forEach(
        (partition, offset) -> all.add(new SkippedRange(topicId, partition, offset, offset, why)));
    LedgerDraft moved = draft().of(topic).movedIn(newCycle, newClock).at(from, from);
    return moved.epochs(Map.of()).skipped(all).counts(0, 0, 0, 0).ledger();
  }

  /**
   * Bronze's ledger after a cycle, with the cycle's rows added to the sum of its topic.
   *
   * @param before the ledger that the cycle was planned from: partitions that have not been counted
   *     yet are counted from its position
   * @param sum the sum of the hashes of the rows that the cycle wrote
   */
  public Ledger withRowSum(Ledger before, long sum) {
    SortedMap<String, RowSum> all = new TreeMap<>(sums);
    all.put(topicId, sums.getOrDefault(topicId, RowSum.NONE).plus(beginningsOf(before), sum));
    return draft().sums(all).ledger();
  }

  /**
   * Silver's ledger after a cycle, with the rules that judged in it.
   *
   * @param before the ledger that the cycle was planned from: the rules apply from its position on
   * @param rules the fingerprint of the rules and their settings
   * @param version K2's version
   */
  public Ledger withRules(Ledger before, String rules, String version) {
    JudgedBy next = new JudgedBy(topicId, beginningsOf(before), rules, version);
    return draft().judged(JudgedBy.append(judged, next)).ledger();
  }

  /** Where the cycle began: the position in {@code before} of every partition. */
  private SortedMap<Integer, Long> beginningsOf(Ledger before) {
    SortedMap<Integer, Long> beginnings = new TreeMap<>(next);
    beginnings.replaceAll((partition, end) -> before.next(partition));
    return beginnings;
  }

  /** The stored form: JSON, packed if the ledger has many partitions. */
  public String toJson() {
    return LedgerJson.write(this);
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalArgumentException if the text is not a ledger
   */
  public static Ledger fromJson(String json) {
    return LedgerJson.read(json);
  }

  private LedgerDraft draft() {
    return new LedgerDraft(this);
  }

  private static <K, V> SortedMap<K, V> unmodifiable(Map<K, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
