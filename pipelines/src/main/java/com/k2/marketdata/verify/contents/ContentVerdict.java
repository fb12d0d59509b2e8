package com.k2.marketdata.verify.contents;

import com.k2.marketdata.verify.row.RowFault;
import com.k2.marketdata.verify.scan.FileFault;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the comparison of contents found in one block or file, or in all of them: complete counts,
 * and a bounded number of findings. A verdict must not change once it has been emitted.
 */
public final class ContentVerdict implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many findings of each kind are kept. All rows are counted. */
  public static final int MAX_FINDINGS = 100;

  private long bronzeRows;
  private long outcomeRows;
  private long kafkaRows;
  private final Map<ContentKind, Long> rows = new EnumMap<>(ContentKind.class);
  private final Map<ContentKind, TreeSet<ContentFinding>> findings =
      new EnumMap<>(ContentKind.class);
  private final SortedMap<Integer, Long> rangeSums = new TreeMap<>();
  private final TreeSet<FileFault> files = new TreeSet<>();
  private final TreeSet<RowFault> rowFaults = new TreeSet<>();
  private long faultyRows;

  /** The JSON form of a verdict. */
  record Stored(
      long bronzeRows,
      long outcomeRows,
      long kafkaRows,
      Map<ContentKind, Long> rows,
      List<ContentFinding> findings,
      SortedMap<Integer, Long> rangeSums,
      List<FileFault> files,
      List<RowFault> rowFaults,
      long faultyRows) {
    ContentVerdict verdict() {
      ContentVerdict verdict = new ContentVerdict();
      verdict.bronzeRows = bronzeRows;
      verdict.outcomeRows = outcomeRows;
      verdict.kafkaRows = kafkaRows;
      verdict.rows.putAll(rows);
      findings.forEach(verdict::keep);
      verdict.rangeSums.putAll(rangeSums);
      verdict.files.addAll(files);
      verdict.rowFaults.addAll(rowFaults);
      verdict.faultyRows = faultyRows;
      return verdict;
    }
  }

  Stored stored() {
    List<ContentFinding> all = new ArrayList<>();
    findings.values().forEach(all::addAll);
    return new Stored(
        bronzeRows,
        outcomeRows,
        kafkaRows,
        rows,
        all,
        rangeSums,
        List.copyOf(files),
        List.copyOf(rowFaults),
        faultyRows);
  }

  void count(BlockSums sums) {
    bronzeRows += sums.bronzeRows();
    outcomeRows += sums.outcomeRows();
    kafkaRows += sums.kafkaRows();
  }

  /** Counts a row without keeping a finding. */
  void count(ContentKind kind) {
    rows.merge(kind, 1L, Long::sum);
  }

  /** Keeps a finding of a row that is counted separately. */
  void keep(ContentFinding finding) {
    TreeSet<ContentFinding> kept = findings.computeIfAbsent(finding.kind(), any -> new TreeSet<>());
    kept.add(finding);
    if (kept.size() > MAX_FINDINGS) {
      kept.pollLast();
    }
  }

  void addRange(int range, long sum) {
    rangeSums.merge(range, sum, Long::sum);
  }

  void find(FileFault fault) {
    files.add(fault);
    if (files.size() > MAX_FINDINGS) {
      files.pollLast();
    }
  }

  void find(RowFault fault) {
    faultyRows += fault.rows();
    keep(fault);
  }

  private void keep(RowFault fault) {
    rowFaults.add(fault);
    if (rowFaults.size() > MAX_FINDINGS) {
      rowFaults.pollLast();
    }
  }

  void add(ContentVerdict other) {
    bronzeRows += other.bronzeRows;
    outcomeRows += other.outcomeRows;
    kafkaRows += other.kafkaRows;
    other.rows.forEach((kind, count) -> rows.merge(kind, count, Long::sum));
    other.findings.values().forEach(some -> some.forEach(this::keep));
    other.rangeSums.forEach(this::addRange);
    other.files.forEach(this::find);
    other.rowFaults.forEach(this::keep);
    faultyRows += other.faultyRows;
  }

  /** How many rows bronze has. */
  public long bronzeRows() {
    return bronzeRows;
  }

  /** How many rows of silver and the dead letters were compared with bronze. */
  public long outcomeRows() {
    return outcomeRows;
  }

  /** How many messages were read from Kafka. */
  public long kafkaRows() {
    return kafkaRows;
  }

  /** How many rows were found of each kind, including those whose findings were not kept. */
  public Map<ContentKind, Long> rows() {
    return rows;
  }

  public TreeSet<ContentFinding> findings(ContentKind kind) {
    return findings.getOrDefault(kind, new TreeSet<>());
  }

  /** The sums of bronze's rows by the index of their {@link SumRange}. */
  public SortedMap<Integer, Long> rangeSums() {
    return rangeSums;
  }

  /** Files that cannot be read. */
  public TreeSet<FileFault> files() {
    return files;
  }

  /** Columns that fail a check of their row or file. */
  public TreeSet<RowFault> rowFaults() {
    return rowFaults;
  }

  /** How often rows fail such a check, including those whose faults were not kept. */
  public long faultyRows() {
    return faultyRows;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentVerdict that && stored().equals(that.stored());
  }

  @Override
  public int hashCode() {
    return Objects.hash(stored());
  }
}
