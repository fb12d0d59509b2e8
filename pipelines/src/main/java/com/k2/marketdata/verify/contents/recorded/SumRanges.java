package com.k2.marketdata.verify.contents.recorded;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowSum;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.judge.PartitionId;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.iceberg.Table;

/**
 * The running sums of bronze's ledgers, as ranges between kept snapshots: a wrong sum shows which
 * range has a changed row. The ranges of one topic follow each other, oldest first, and every
 * counted row is in exactly one.
 */
public final class SumRanges implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<SumRange> ranges;
  private final Map<PartitionId, Ends> ends;
  private final Map<String, Integer> formerTopics;

  /** Where the ranges of one partition begin and end. */
  private record Ends(long from, int[] ranges, long[] ends) implements Serializable {
    OptionalInt range(long offset) {
      if (offset < from || offset >= ends[ends.length - 1]) {
        return OptionalInt.empty();
      }
      int low = 0;
      int high = ends.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (offset < ends[middle]) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return OptionalInt.of(ranges[low]);
    }
  }

  SumRanges(List<SumRange> ranges) {
    this.ranges = List.copyOf(ranges);
    Map<PartitionId, List<Integer>> indexes = new HashMap<>();
    Map<String, Integer> former = new HashMap<>();
    for (int i = 0; i < ranges.size(); i++) {
      SumRange range = ranges.get(i);
      if (range.to().isEmpty()) {
        former.put(range.topicId(), i);
      }
      for (int number : range.to().keySet()) {
        PartitionId partition = new PartitionId(range.topicId(), number);
        indexes.computeIfAbsent(partition, any -> new ArrayList<>()).add(i);
      }
    }
    Map<PartitionId, Ends> found = new HashMap<>();
    indexes.forEach((partition, of) -> found.put(partition, ends(partition, of)));
    this.ends = Map.copyOf(found);
    this.formerTopics = Map.copyOf(former);
  }

  /** The ranges of the pinned bronze table; none if its ledgers have no sums. */
  public static SumRanges of(PinnedLake lake) {
    List<SumRange> ranges = new ArrayList<>();
    PinnedTable bronze = lake.tables().get(TableRole.BRONZE).orElse(null);
    if (bronze != null && bronze.snapshot() != null) {
      bronze
          .ledgers()
          .byTopic()
          .forEach(
              (topic, ledger) ->
                  ledger
                      .sums()
                      .forEach(
                          (topicId, sum) ->
                              ranges.addAll(
                                  topicId.equals(ledger.topicId())
                                      ? ofTopic(bronze.table(), bronze.snapshot(), topic, ledger)
                                      : List.of(
                                          SumRange.all(
                                              topic, topicId, bronze.snapshot(), sum, Map.of())))));
    }
    return new SumRanges(ranges);
  }

  private static List<SumRange> ofTopic(Table bronze, long pinned, String topic, Ledger newest) {
    List<SumRange> ranges = new ArrayList<>();
    LedgerPoint before = null;
    for (LedgerPoint point : LedgerPoint.ofRun(bronze, pinned, topic, newest)) {
      RowSum sum = point.sum();
      ranges.add(
          before == null
              ? SumRange.all(topic, newest.topicId(), point.snapshot(), sum, point.ledger().next())
              : new SumRange(
                  topic,
                  newest.topicId(),
                  point.snapshot(),
                  beginnings(newest.sums().get(newest.topicId()), before.ledger()),
                  point.ledger().next(),
                  sum.sum() - before.sum().sum()));
      before = point;
    }
    return ranges;
  }

  /** Where the rows after a ledger begin; a new partition begins where it is first counted. */
  private static Map<Integer, Long> beginnings(RowSum sum, Ledger before) {
    Map<Integer, Long> beginnings = new HashMap<>(sum.from());
    beginnings.putAll(before.next());
    return beginnings;
  }

  /** The ranges; those of one topic oldest first. */
  public List<SumRange> ranges() {
    return ranges;
  }

  /** The index of the range that counts the row at an offset; empty if no sum counts it. */
  public OptionalInt range(PartitionId partition, long offset) {
    Ends found = ends.get(partition);
    if (found != null) {
      return found.range(offset);
    }
    Integer former = formerTopics.get(partition.topicId());
    return former != null
            && offset >= ranges.get(former).from().getOrDefault(partition.number(), 0L)
        ? OptionalInt.of(former)
        : OptionalInt.empty();
  }

  private Ends ends(PartitionId partition, List<Integer> indexes) {
    return new Ends(
        ranges.get(indexes.get(0)).from().getOrDefault(partition.number(), 0L),
        indexes.stream().mapToInt(Integer::intValue).toArray(),
        indexes.stream().mapToLong(i -> ranges.get(i).to().get(partition.number())).toArray());
  }
}
