package com.k2.marketdata.lake.ledger;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.k2.marketdata.kafka.TopicIdentity;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table's position in one topic. It stands in the summary of the snapshot that added the rows, so
 * that rows and position cannot come apart.
 *
 * @param cycle the unique id of the cycle that committed it
 * @param clock that cycle's clock, microseconds since the epoch; never goes back in a table
 * @param first where the table began, per partition
 * @param next the next offset to process, per partition
 * @param epochs in which of its leaders' epochs a partition's log had {@code next} behind it: what
 *     Kafka needs to tell whether the log still continues what was read; partitions of which that
 *     is not known are missing
 * @param skipped what a person decided to pass over; kept for ever
 * @param read how many messages the cycle read for this table
 * @param accepted how many of them became rows of this table; for silver, trades
 * @param rejected how many became dead letters
 * @param bytes how many bytes the keys and values of the messages read have
 * @param bronze silver's place in bronze, if silver was made from bronze; else null
 * @param intent the dead letters of silver's newest cycle that had any; null elsewhere
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
    List<Skipped> skipped,
    long read,
    long accepted,
    long rejected,
    long bytes,
    @Nullable BronzePlace bronze,
    @Nullable DeadLetterIntent intent)
    implements Serializable {

  /**
   * Offsets {@code [from, to)} of a partition that a person decided to pass over. An empty range
   * says that a person let a position stand although the log no longer continues it: an old topic,
   * or a log that lost records and gave their offsets to others.
   */
  public record Skipped(String topicId, int partition, long from, long to, String why)
      implements Serializable {
    private boolean continues(Skipped before) {
      return before.from < before.to
          && from < to
          && before.to == from
          && before.partition == partition
          && before.topicId.equals(topicId)
          && before.why.equals(why);
    }
  }

  /**
   * Where silver stands in bronze.
   *
   * @param snapshot the bronze snapshot that was read
   * @param complete whether everything up to that snapshot's own position has been processed
   * @param fromDay the lowest ingestion_date still needed, as days since the epoch
   */
  public record BronzePlace(long snapshot, boolean complete, int fromDay) implements Serializable {}

  public Ledger {
    requireNonNull(cluster, "cluster");
    requireNonNull(topicId, "topicId");
    requireNonNull(cycle, "cycle");
    first = unmodifiable(first);
    next = unmodifiable(next);
    epochs = epochs == null ? unmodifiable(Map.of()) : unmodifiable(epochs);
    skipped = List.copyOf(skipped);
  }

  /** The ledger of a table before its first cycle. */
  public static Ledger starting(
      TopicIdentity topic, String cycle, long clock, Map<Integer, Long> first) {
    return new LedgerDraft().of(topic).movedIn(cycle, clock).at(first, first).ledger();
  }

  /** The next offset of a partition; a partition that the ledger has not seen yet begins at 0. */
  public long next(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  /** Whether both mean the same state: the same cycle, at the same positions, of the same topic. */
  public boolean isAt(Ledger other) {
    return cycle.equals(other.cycle)
        && next.equals(other.next)
        && topicId.equals(other.topicId)
        && cluster.equals(other.cluster);
  }

  /**
   * This ledger after a cycle that ended at {@code to}, its counts yet to be set. The epochs of the
   * partitions that moved are not known until they are set.
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

  /** The same position under another cycle's id. */
  public Ledger ofCycle(String other) {
    return draft().movedIn(other, clock).ledger();
  }

  /** The same position with a cycle's counts. */
  public Ledger withCounts(long newRead, long newAccepted, long newRejected, long newBytes) {
    return draft().counts(newRead, newAccepted, newRejected, newBytes).ledger();
  }

  /** The same position, standing at a place in bronze. */
  public Ledger withBronze(@Nullable BronzePlace place) {
    return draft().bronze(place).ledger();
  }

  /** The same position, recording a cycle's dead letters. */
  public Ledger withIntent(@Nullable DeadLetterIntent newIntent) {
    return draft().intent(newIntent).ledger();
  }

  /** The same position in the logs of these epochs, and of no others. */
  public Ledger withEpochs(Map<Integer, Integer> all) {
    return draft().epochs(all).ledger();
  }

  /** The same position, with another ledger's epochs where both stand at the same offset. */
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

  /**
   * The same position, with one more range that a person decided to pass over; joined to one that
   * it continues.
   */
  public Ledger withSkipped(Skipped range) {
    List<Skipped> all = new ArrayList<>(skipped);
    Skipped joined = range;
    for (Skipped before : skipped) {
      if (range.continues(before)) {
        all.remove(before);
        joined =
            new Skipped(range.topicId(), range.partition(), before.from(), range.to(), range.why());
      }
    }
    all.add(joined);
    return draft().skipped(all).ledger();
  }

  /**
   * The position at the beginning of a topic that was made anew under the same name, its epochs yet
   * to be set. Where the old one was left stays on record, as an empty skipped range per partition.
   */
  public Ledger inNewTopic(
      TopicIdentity topic, String newCycle, long newClock, Map<Integer, Long> from, String why) {
    List<Skipped> all = new ArrayList<>(skipped);
    next.forEach(
        (partition, offset) -> all.add(new Skipped(topicId, partition, offset, offset, why)));
    LedgerDraft moved = draft().of(topic).movedIn(newCycle, newClock).at(from, from);
    return moved.epochs(Map.of()).skipped(all).counts(0, 0, 0, 0).ledger();
  }

  /** As it stands in a snapshot's summary: JSON, packed where partitions are many. */
  public String toJson() {
    return LedgerJson.write(this);
  }

  /**
   * The ledger of a summary's value.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Ledger fromJson(String json) {
    return LedgerJson.read(json);
  }

  private LedgerDraft draft() {
    return new LedgerDraft(this);
  }

  private static <V> SortedMap<Integer, V> unmodifiable(Map<Integer, V> map) {
    return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
