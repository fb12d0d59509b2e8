package com.k2.marketdata.verify.judge;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.FileFault;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The findings of one block or of all blocks and files: complete counts, and a bounded number of
 * ranges of each kind and of files. A verdict must not change once it has been emitted.
 */
public final class Verdict implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many ranges of each kind are kept. All offsets are counted. */
  static final int MAX_RANGES = 100;

  private final SortedMap<Line, Counts> lines = new TreeMap<>();
  private final Map<FindingKind, Long> offsets = new EnumMap<>(FindingKind.class);
  private final Map<FindingKind, TreeSet<Finding>> ranges = new EnumMap<>(FindingKind.class);
  private final TreeSet<FileFault> files = new TreeSet<>();
  private boolean moreFiles;
  private long equalTradeIds;
  private long replayed;

  /** A line of the report: one table's rows of one partition. */
  public record Line(PartitionId partition, TableRole table)
      implements Serializable, Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byPartition = partition.compareTo(other.partition);
      return byPartition != 0 ? byPartition : table.compareTo(other.table);
    }
  }

  void count(Line line, Counts counts) {
    lines.merge(line, counts, Counts::plus);
  }

  void find(Finding finding) {
    offsets.merge(finding.kind(), finding.to() - finding.from(), Long::sum);
    keep(finding);
  }

  /** Adds a file; beyond {@link #MAX_RANGES} files it is only recorded that there are more. */
  public void find(FileFault fault) {
    files.add(fault);
    if (files.size() > MAX_RANGES) {
      files.pollLast();
      moreFiles = true;
    }
  }

  void setMoreFiles(boolean more) {
    moreFiles = more;
  }

  /**
   * Sets the counts after the ranges of a stored verdict were restored: it may have had more ranges
   * than were kept.
   */
  void setOffsets(Map<FindingKind, Long> counted) {
    offsets.clear();
    offsets.putAll(counted);
  }

  void countEqualTradeIds(long ids) {
    equalTradeIds += ids;
  }

  void countReplayed(long offsets) {
    replayed += offsets;
  }

  void add(Verdict other) {
    other.lines.forEach(this::count);
    other.offsets.forEach((kind, count) -> offsets.merge(kind, count, Long::sum));
    other.ranges.values().forEach(some -> some.forEach(this::keep));
    other.files.forEach(this::find);
    moreFiles |= other.moreFiles;
    equalTradeIds += other.equalTradeIds;
    replayed += other.replayed;
  }

  public SortedMap<Line, Counts> lines() {
    return lines;
  }

  /** How many offsets were found of each kind, including those whose ranges were not kept. */
  public Map<FindingKind, Long> offsets() {
    return offsets;
  }

  public TreeSet<Finding> ranges(FindingKind kind) {
    return ranges.getOrDefault(kind, new TreeSet<>());
  }

  /** The files that cannot be read, or that differ from their manifest. */
  public TreeSet<FileFault> files() {
    return files;
  }

  /** Whether there are more such files than were kept. */
  public boolean hasMoreFiles() {
    return moreFiles;
  }

  public long equalTradeIds() {
    return equalTradeIds;
  }

  /** How many offsets of silver have a row that a replay added. */
  public long replayed() {
    return replayed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Verdict that
        && lines.equals(that.lines)
        && offsets.equals(that.offsets)
        && ranges.equals(that.ranges)
        && files.equals(that.files)
        && moreFiles == that.moreFiles
        && equalTradeIds == that.equalTradeIds
        && replayed == that.replayed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(lines, offsets, ranges, files, moreFiles, equalTradeIds, replayed);
  }

  private void keep(Finding finding) {
    TreeSet<Finding> kept = ranges.computeIfAbsent(finding.kind(), any -> new TreeSet<>());
    Finding joined = finding;
    Finding before = kept.lower(joined);
    if (before != null && joined.continues(before)) {
      kept.remove(before);
      joined = before.upTo(joined.to());
    }
    Finding after = kept.higher(joined);
    if (after != null && after.continues(joined)) {
      kept.remove(after);
      joined = joined.upTo(after.to());
    }
    kept.add(joined);
    if (kept.size() > MAX_RANGES) {
      kept.pollLast();
    }
  }
}
