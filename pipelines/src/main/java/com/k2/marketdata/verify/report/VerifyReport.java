package com.k2.marketdata.verify.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.k2.marketdata.failure.ExitCode;
import com.k2.marketdata.verify.judge.Counts;
import com.k2.marketdata.verify.judge.FindingKind;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What {@code verify} found; its JSON form is documented in docs/verify.md.
 *
 * @param strict whether unverifiable offsets are errors
 */
public record VerifyReport(List<OfExchange> exchanges, boolean strict) {

  /**
   * One exchange's tables.
   *
   * @param snapshots what was read: the snapshot of each table; text, since many readers of JSON
   *     cannot hold such numbers
   * @param kafka for each topic, whether missing offsets could be looked up
   * @param equalTradeIds trade ids that more than one row has: a producer sent them twice
   * @param offsets how many offsets each finding is about, those whose range is not listed too
   * @param disagreements of the positions
   */
  public record OfExchange(
      String exchange,
      Map<String, String> snapshots,
      Map<String, String> kafka,
      List<OfPartition> partitions,
      long equalTradeIds,
      Map<FindingKind, Long> offsets,
      List<Range> findings,
      List<String> disagreements,
      List<String> notes) {

    /** Whether anything is wrong for certain. */
    @JsonProperty("wrong")
    public boolean hasErrors() {
      return !disagreements.isEmpty()
          || partitions.stream().anyMatch(one -> one.counts.hasErrors());
    }

    /** How many offsets nothing could be said about. */
    @JsonProperty
    public long unverifiable() {
      return partitions.stream().mapToLong(one -> one.counts().unverifiable()).sum();
    }
  }

  /**
   * A table's rows of a Kafka partition.
   *
   * @param first where the table began; null where no ledger tells
   * @param next the table's position; null likewise
   */
  public record OfPartition(
      String table,
      String topic,
      String topicId,
      int partition,
      @Nullable Long first,
      @Nullable Long next,
      Counts counts) {

    /** In a word. */
    @JsonProperty
    public String verdict() {
      return counts.hasErrors() ? "WRONG" : counts.unverifiable() > 0 ? "unverifiable" : "ok";
    }
  }

  /**
   * Offsets {@code [from, to)} that something is wrong with.
   *
   * @param sentence the same in words
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

  /** Whether there is nothing to complain of. */
  @JsonProperty
  public boolean clean() {
    return exchanges.stream()
        .noneMatch(one -> one.hasErrors() || (strict && one.unverifiable() > 0));
  }

  /** What the process ends with. */
  public ExitCode exitCode() {
    return clean() ? ExitCode.DONE : ExitCode.DISCREPANCY;
  }
}
