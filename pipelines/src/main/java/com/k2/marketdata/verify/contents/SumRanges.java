package com.k2.marketdata.verify.contents;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowSum;
import com.k2.marketdata.lake.ledger.TableLedgers;
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
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The running sums of bronze's ledgers, as ranges between kept snapshots: the sums of a range's
 * rows show which rows a fault is among. The ranges of one topic follow each other, oldest first,
 * so that every counted row is in exactly one.
 */
public final class SumRanges implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many offsets of ranges tasks carry; older snapshots are not distinguished. */
  static final int MAX_OFFSETS = 20_000;

  private final List<SumRange> ranges;
  private transient @Nullable Map<PartitionId, Ends> ends;

  /** Where the ranges of one partition begin and end. */
  private record Ends(long from, int[] ranges, long[] ends) {
    OptionalInt range(long offset) {
      if (offset < from || ends.length == 0 || offset >= ends[ends.length - 1]) {
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
    List<Point> points = points(bronze, pinned, topic, newest);
    List<SumRange> ranges = new ArrayList<>();
    Point before = null;
    for (Point point : points) {
      RowSum sum = point.sum();
      ranges.add(
          before == null
              ? SumRange.all(topic, newest.topicId(), point.snapshot, sum, point.ledger.next())
              : new SumRange(
                  topic,
                  newest.topicId(),
                  point.snapshot,
                  beginnings(newest.sums().get(newest.topicId()), before.ledger),
                  point.ledger.next(),
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

  /** A kept snapshot and the topic's ledger in it. */
  private record Point(long snapshot, Ledger ledger) {
    RowSum sum() {
      return ledger.sums().get(ledger.topicId());
    }

    /** Whether the ledger can be the one before another: the position never moved back since. */
    boolean isBefore(Point later) {
      return ledger.topicId().equals(later.ledger.topicId())
          && sum() != null
          && ledger.next().entrySet().stream()
              .allMatch(entry -> entry.getValue() <= later.ledger.next(entry.getKey()))
          && later.sum().from().entrySet().stream()
              .allMatch(
                  entry ->
                      !ledger.next().containsKey(entry.getKey())
                          || entry.getValue().equals(sum().from().get(entry.getKey())));
    }
  }

  /** The points of the topic's current run, oldest first. */
  private static List<Point> points(Table bronze, long pinned, String topic, Ledger newest) {
    List<Point> points = new ArrayList<>();
    int most = Math.max(1, MAX_OFFSETS / Math.max(1, newest.next().size()));
    Point later = new Point(pinned, newest);
    points.add(later);
    for (Snapshot ancestor : SnapshotUtil.ancestorsOf(pinned, bronze::snapshot)) {
      Ledger ledger = TableLedgers.of(ancestor).get(topic);
      if (ledger == null || ledger.isAt(later.ledger)) {
        continue;
      }
      Point point = new Point(ancestor.snapshotId(), ledger);
      if (points.size() == most || !point.isBefore(later)) {
        break;
      }
      points.add(0, point);
      later = point;
    }
    return points;
  }

  public List<SumRange> ranges() {
    return ranges;
  }

  /** The index of the range that counts the row at an offset; empty if no sum counts it. */
  OptionalInt range(PartitionId partition, long offset) {
    if (ends == null) {
      ends = new HashMap<>();
    }
    return ends.computeIfAbsent(partition, this::ends).range(offset);
  }

  private Ends ends(PartitionId partition) {
    long from = 0;
    List<Integer> indexes = new ArrayList<>();
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      SumRange range = ranges.get(i);
      if (range.topicId().equals(partition.topicId())) {
        Long end =
            range.to().isEmpty() ? (Long) Long.MAX_VALUE : range.to().get(partition.number());
        if (end != null) {
          if (indexes.isEmpty()) {
            from = range.from().getOrDefault(partition.number(), 0L);
          }
          indexes.add(i);
          found.add(end);
        }
      }
    }
    return new Ends(
        from,
        indexes.stream().mapToInt(Integer::intValue).toArray(),
        found.stream().mapToLong(Long::longValue).toArray());
  }
}
