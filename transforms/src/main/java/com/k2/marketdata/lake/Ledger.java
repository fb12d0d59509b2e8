package com.k2.marketdata.lake;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
    List<Skipped> skipped,
    long read,
    long accepted,
    long rejected,
    long bytes,
    @Nullable BronzePlace bronze,
    @Nullable DeadLetterIntent intent)
    implements Serializable {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Offsets {@code [from, to)} of a partition that a person decided to pass over. */
  public record Skipped(String topicId, int partition, long from, long to, String why)
      implements Serializable {
    private boolean continues(Skipped before) {
      return before.from < before.to
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
    skipped = List.copyOf(skipped);
  }

  /** The ledger of a table before its first cycle. */
  public static Ledger starting(
      TopicIdentity topic, String cycle, long clock, Map<Integer, Long> first) {
    SortedMap<Integer, Long> begin = new TreeMap<>(first);
    return new Ledger(
        topic.cluster(),
        topic.topicId(),
        cycle,
        clock,
        begin,
        begin,
        List.of(),
        0,
        0,
        0,
        0,
        null,
        null);
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

  /** This ledger after a cycle that ended at {@code to}, its counts yet to be set. */
  public Ledger advancedTo(String newCycle, long newClock, Map<Integer, Long> to) {
    SortedMap<Integer, Long> begin = new TreeMap<>(first);
    SortedMap<Integer, Long> end = new TreeMap<>(next);
    to.forEach(
        (partition, offset) -> {
          begin.putIfAbsent(partition, 0L);
          end.put(partition, offset);
        });
    return new Ledger(
        cluster, topicId, newCycle, newClock, begin, end, skipped, 0, 0, 0, 0, bronze, intent);
  }

  /** The same position under another cycle's id. */
  public Ledger ofCycle(String other) {
    return new Ledger(
        cluster, topicId, other, clock, first, next, skipped, read, accepted, rejected, bytes,
        bronze, intent);
  }

  /** The same position with a cycle's counts. */
  public Ledger withCounts(long newRead, long newAccepted, long newRejected, long newBytes) {
    return new Ledger(
        cluster,
        topicId,
        cycle,
        clock,
        first,
        next,
        skipped,
        newRead,
        newAccepted,
        newRejected,
        newBytes,
        bronze,
        intent);
  }

  /** The same position, standing at a place in bronze. */
  public Ledger withBronze(@Nullable BronzePlace place) {
    return new Ledger(
        cluster, topicId, cycle, clock, first, next, skipped, read, accepted, rejected, bytes,
        place, intent);
  }

  /** The same position, recording a cycle's dead letters. */
  public Ledger withIntent(@Nullable DeadLetterIntent newIntent) {
    return new Ledger(
        cluster, topicId, cycle, clock, first, next, skipped, read, accepted, rejected, bytes,
        bronze, newIntent);
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
    return new Ledger(
        cluster, topicId, cycle, clock, first, next, all, read, accepted, rejected, bytes, bronze,
        intent);
  }

  /**
   * The position at the beginning of a topic that was made anew under the same name. Where the old
   * one was left stays on record, as an empty skipped range per partition.
   */
  public Ledger inNewTopic(
      TopicIdentity topic, String newCycle, long newClock, Map<Integer, Long> from, String why) {
    List<Skipped> all = new ArrayList<>(skipped);
    next.forEach(
        (partition, offset) -> all.add(new Skipped(topicId, partition, offset, offset, why)));
    SortedMap<Integer, Long> begin = new TreeMap<>(from);
    return new Ledger(
        topic.cluster(),
        topic.topicId(),
        newCycle,
        newClock,
        begin,
        begin,
        all,
        0,
        0,
        0,
        0,
        bronze,
        intent);
  }

  /** As it stands in a snapshot's summary. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A ledger of plain values has a JSON form", e);
    }
  }

  /**
   * The ledger of a summary's value.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Ledger fromJson(String json) {
    try {
      return requireNonNull(JSON.readValue(json, Ledger.class), "null");
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IllegalArgumentException("No position ledger: " + json, e);
    }
  }

  private static SortedMap<Integer, Long> unmodifiable(Map<Integer, Long> map) {
    return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
