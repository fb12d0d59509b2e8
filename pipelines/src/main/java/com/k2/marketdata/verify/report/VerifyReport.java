package com.k2.marketdata.verify.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.verify.judge.Counts;
import com.k2.marketdata.verify.judge.FindingKind;
import com.k2.marketdata.verify.scan.FileFault;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The result of {@code k2 verify}. docs/verify.md documents its JSON form.
 *
 * @param strict whether unverifiable offsets are errors
 */
public record VerifyReport(List<ExchangeReport> exchanges, boolean strict) {

  /**
   * The result for one exchange's tables.
   *
   * @param snapshots the snapshot that was read, by table; a string, since many JSON readers would
   *     round such numbers
   * @param kafka by topic, a sentence that says whether missing offsets could be looked up
   * @param equalTradeIds how many trade ids are on more than one row, because a producer sent the
   *     trade twice
   * @param replayed how many dead letters have been replayed: silver has a row with a replay id
   * @param offsets how many offsets each kind of finding has, including those whose ranges are not
   *     listed
   * @param files the files that cannot be read, or that differ from their manifest
   * @param skipped the ranges that an operator decided to skip; {@code verify} does not look for
   *     their rows
   * @param disagreements a sentence for each disagreement of the positions
   * @param contents what the comparison of contents found; null if contents were not compared
   */
  public record ExchangeReport(
      String exchange,
      Map<String, String> snapshots,
      Map<String, String> kafka,
      List<PartitionReport> partitions,
      long equalTradeIds,
      long replayed,
      Map<FindingKind, Long> offsets,
      List<Range> findings,
      List<FileReport> files,
      List<SkippedReport> skipped,
      List<String> disagreements,
      List<String> notes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ContentReport contents) {

    /** Whether there are errors; unverifiable offsets are not counted as errors. */
    @JsonProperty("wrong")
    public boolean hasErrors() {
      return !disagreements.isEmpty()
          || !files.isEmpty()
          || (contents != null && contents.hasErrors())
          || partitions.stream().anyMatch(one -> one.counts.hasErrors());
    }

    /** How many missing offsets Kafka could not explain. */
    @JsonProperty
    public long unverifiable() {
      return partitions.stream().mapToLong(one -> one.counts().unverifiable()).sum();
    }
  }

  /**
   * The result for one table's rows of a Kafka partition.
   *
   * @param first the offset where the table began; null if no ledger has it
   * @param next the table's position; null if no ledger has it
   */
  public record PartitionReport(
      String table,
      String topic,
      String topicId,
      int partition,
      @Nullable Long first,
      @Nullable Long next,
      Counts counts) {

    /** One word: {@code WRONG}, {@code unverifiable} or {@code ok}. */
    @JsonProperty
    public String verdict() {
      return counts.hasErrors() ? "WRONG" : counts.unverifiable() > 0 ? "unverifiable" : "ok";
    }
  }

  /**
   * A problem with offsets {@code [from, to)} of a table.
   *
   * @param sentence the same as a sentence for people
   */
  public record Range(
      FindingKind kind,
      String table,
      String topic,
      String topicId,
      int partition,
      long from,
      long to,
      String sentence) {}

  /**
   * A file that cannot be read, or that differs from its manifest.
   *
   * @param rows the rows that it should have, according to its manifest
   * @param sentence the same as a sentence for people
   */
  public record FileReport(
      FileFault.Kind kind, String table, String path, String rows, String sentence) {}

  /**
   * Offsets {@code [from, to)} that an operator decided to skip. An empty range is a position that
   * an operator kept although the log had changed.
   */
  public record SkippedReport(
      String table, String topic, String topicId, int partition, long from, long to, String why) {}

  /** How many offsets an operator decided to skip; an offset of several tables counts once. */
  @JsonProperty
  public long skippedOffsets() {
    return SkippedOffsets.count(exchanges.stream().flatMap(one -> one.skipped().stream()).toList());
  }

  /** Whether no errors were found; with {@code strict}, no unverifiable offsets either. */
  @JsonProperty
  public boolean clean() {
    return exchanges.stream()
        .noneMatch(one -> one.hasErrors() || (strict && one.unverifiable() > 0));
  }

  /** The exit code for this result. */
  public ExitCode exitCode() {
    return clean() ? ExitCode.DONE : ExitCode.DISCREPANCY;
  }
}
