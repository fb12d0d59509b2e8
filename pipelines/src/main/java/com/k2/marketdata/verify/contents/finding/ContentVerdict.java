package com.k2.marketdata.verify.contents.finding;

import com.k2.marketdata.lake.table.TableRole;
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
  private boolean bronzeIncomplete;
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
      boolean bronzeIncomplete,
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
      verdict.bronzeIncomplete = bronzeIncomplete;
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
        bronzeIncomplete,
        List.copyOf(rowFaults),
        faultyRows);
  }

  /** Counts rows that were read: of bronze, of silver and the dead letters, and of Kafka. */
  public void countRows(long bronze, long outcomes, long kafka) {
    bronzeRows += bronze;
    outcomeRows += outcomes;
    kafkaRows += kafka;
  }

  /** Counts a row without keeping a finding. */
  public void count(ContentKind kind) {
    rows.merge(kind, 1L, Long::sum);
  }

  /** Keeps a finding of a row that is counted separately. */
  public void keep(ContentFinding finding) {
    keep(findings.computeIfAbsent(finding.kind(), any -> new TreeSet<>()), finding);
  }

  /** Adds rows of bronze, by the index of their range and the sum of their hashes. */
  public void addRange(int range, long sum) {
    rangeSums.merge(range, sum, Long::sum);
  }

  /** Adds a file that cannot be read. */
  public void find(FileFault fault) {
    bronzeIncomplete |= fault.table() == TableRole.BRONZE;
    keep(files, fault);
  }

  /** Counts rows that fail a check against their file or their own columns. */
  public void countFaultyRows(long count) {
    faultyRows += count;
  }

  /** Adds a column that fails a check of rows that are counted separately. */
  public void find(RowFault fault) {
    keep(rowFaults, fault);
  }

  private static <T> void keep(TreeSet<T> kept, T finding) {
    kept.add(finding);
    if (kept.size() > MAX_FINDINGS) {
      kept.pollLast();
    }
  }

  /** Adds everything that another verdict has. */
  public void add(ContentVerdict other) {
    bronzeRows += other.bronzeRows;
    outcomeRows += other.outcomeRows;
    kafkaRows += other.kafkaRows;
    other.rows.forEach((kind, count) -> rows.merge(kind, count, Long::sum));
    other.findings.values().forEach(some -> some.forEach(this::keep));
    other.rangeSums.forEach(this::addRange);
    other.files.forEach(this::find);
    bronzeIncomplete |= other.bronzeIncomplete;
    other.rowFaults.forEach(this::find);
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

  /** The kept findings of a kind, in order. */
  public TreeSet<ContentFinding> findings(ContentKind kind) {
    return findings.getOrDefault(kind, new TreeSet<>());
  }

  /** The sums of bronze's rows by the index of their range. */
  public SortedMap<Integer, Long> rangeSums() {
    return rangeSums;
  }

  /** Files that cannot be read. */
  public TreeSet<FileFault> files() {
    return files;
  }

  /** Whether a file of bronze cannot be read, also if its fault was not kept. */
  public boolean bronzeIncomplete() {
    return bronzeIncomplete;
  }

  /** Columns that fail a check of their row or file. */
  public TreeSet<RowFault> rowFaults() {
    return rowFaults;
  }

  /** How many rows fail such a check, including those whose faults were not kept. */
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
