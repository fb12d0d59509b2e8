package com.k2.marketdata.operate.offsets;

import com.k2.marketdata.kafka.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Offsets of several partitions, as they are listed in messages. */
public final class OffsetList {
  private static final int MAX_RANGES = 20;

  private final SortedMap<Integer, Offsets> byPartition = new TreeMap<>();

  /** Adds offsets of a partition that has none yet. */
  public void add(int partition, Offsets offsets) {
    if (!offsets.isEmpty()) {
      byPartition.put(partition, offsets);
    }
  }

  /** The offsets of a partition. */
  public Offsets of(int partition) {
    return byPartition.getOrDefault(partition, Offsets.NONE);
  }

  public boolean isEmpty() {
    return byPartition.isEmpty();
  }

  public long count() {
    return byPartition.values().stream().mapToLong(Offsets::count).sum();
  }

  /** The lowest offset of each partition that has any. */
  public Map<Integer, Long> lowest() {
    Map<Integer, Long> lowest = new TreeMap<>();
    byPartition.forEach((partition, offsets) -> lowest.put(partition, offsets.first()));
    return lowest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OffsetList that && byPartition.equals(that.byPartition);
  }

  @Override
  public int hashCode() {
    return byPartition.hashCode();
  }

  /** For example {@code offsets 5 to 7, 9 of partition 0}. */
  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    int left = MAX_RANGES;
    for (Map.Entry<Integer, Offsets> entry : byPartition.entrySet()) {
      List<OffsetRange> ranges = entry.getValue().ranges(entry.getKey());
      int shown = Math.min(left, ranges.size());
      left -= shown;
      List<String> parts =
          new ArrayList<>(ranges.subList(0, shown).stream().map(OffsetList::text).toList());
      if (shown < ranges.size()) {
        parts.add((ranges.size() - shown) + " more ranges");
      }
      texts.add("offsets " + String.join(", ", parts) + " of partition " + entry.getKey());
    }
    return String.join("; ", texts);
  }

  private static String text(OffsetRange range) {
    return range.length() == 1
        ? Long.toString(range.from())
        : range.from() + " to " + (range.to() - 1);
  }
}
