package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.kafka.NumberedRange;
import com.k2.marketdata.kafka.OffsetRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Picks the ranges that a cycle reads, and divides them among tasks. */
final class RangePlanner {
  private RangePlanner() {}

  /**
   * Ranges of at most {@code budget} offsets in total, divided equally: a partition with a smaller
   * backlog leaves the rest of its share to the others.
   *
   * @param from the next offset, per partition
   * @param end the end, per partition; partitions without an end are left out
   */
  static List<OffsetRange> pick(Map<Integer, Long> from, Map<Integer, Long> end, long budget) {
    List<OffsetRange> backlog = new ArrayList<>();
    end.forEach(
        (partition, to) -> {
          long begin = from.getOrDefault(partition, 0L);
          if (begin < to) {
            backlog.add(new OffsetRange(partition, begin, to));
          }
        });
    backlog.sort(Comparator.comparingLong(OffsetRange::length));
    SortedMap<Integer, OffsetRange> picked = new TreeMap<>();
    long left = budget;
    for (int i = 0; i < backlog.size() && left > 0; i++) {
      OffsetRange range = backlog.get(i);
      long share = Math.max(1, left / (backlog.size() - i));
      long length = Math.min(share, range.length());
      picked.put(
          range.partition(),
          new OffsetRange(range.partition(), range.from(), range.from() + length));
      left -= length;
    }
    return List.copyOf(picked.values());
  }

  /** The range, split in two at {@code offset} if that is inside it. */
  static List<OffsetRange> cutAt(OffsetRange range, long offset) {
    if (offset <= range.from() || offset >= range.to()) {
      return List.of(range);
    }
    return List.of(
        new OffsetRange(range.partition(), range.from(), offset),
        new OffsetRange(range.partition(), offset, range.to()));
  }

  /** How many offsets the ranges span. */
  static long length(List<OffsetRange> ranges) {
    return ranges.stream().mapToLong(OffsetRange::length).sum();
  }

  /**
   * Divides ranges among at most {@code tasks} tasks of equal length, and splits a range where one
   * task ends and the next begins. Ranges are numbered from 0 across all tasks.
   */
  static List<List<NumberedRange>> share(List<OffsetRange> ranges, int tasks) {
    long total = length(ranges);
    long perTask = (total + tasks - 1) / tasks;
    List<List<NumberedRange>> shared = new ArrayList<>();
    List<NumberedRange> task = new ArrayList<>();
    long room = perTask;
    int number = 0;
    for (OffsetRange range : ranges) {
      OffsetRange rest = range;
      while (rest.length() > 0) {
        long length = Math.min(room, rest.length());
        OffsetRange piece = new OffsetRange(rest.partition(), rest.from(), rest.from() + length);
        task.add(new NumberedRange(number++, piece));
        rest = new OffsetRange(rest.partition(), piece.to(), rest.to());
        room -= length;
        if (room == 0) {
          shared.add(List.copyOf(task));
          task = new ArrayList<>();
          room = perTask;
        }
      }
    }
    if (!task.isEmpty()) {
      shared.add(List.copyOf(task));
    }
    return shared;
  }
}
