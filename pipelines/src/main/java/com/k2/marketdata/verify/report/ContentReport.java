package com.k2.marketdata.verify.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.k2.marketdata.verify.contents.finding.ContentKind;
import com.k2.marketdata.verify.contents.finding.Difference;
import java.util.List;
import java.util.Map;

/**
 * What {@code --contents} found in one exchange's tables.
 *
 * @param bronzeRows how many rows bronze has
 * @param outcomeRows how many rows of silver and the dead letters were compared with what the rules
 *     make of bronze's messages
 * @param kafkaMessages how many messages Kafka still has and bronze was compared with
 * @param rows how many rows each kind of finding has, including those that are not listed
 * @param findings the listed rows
 * @param faultyRows how many rows disagree with their file or with their own columns
 * @param faults a sentence for each listed column and file with such rows
 * @param sums a sentence for each range of offsets whose bronze rows do not have the sum that the
 *     ledger recorded
 */
public record ContentReport(
    long bronzeRows,
    long outcomeRows,
    long kafkaMessages,
    Map<ContentKind, Long> rows,
    List<RowReport> findings,
    long faultyRows,
    List<String> faults,
    List<String> sums,
    List<String> notes) {

  /**
   * A row that is not as expected.
   *
   * @param sentence the same as a sentence for people
   */
  public record RowReport(
      ContentKind kind,
      String table,
      String topic,
      String topicId,
      int partition,
      long offset,
      List<Difference> differences,
      String sentence) {}

  /** Whether there are errors; rows that are not proved are not errors. */
  @JsonProperty("wrong")
  public boolean hasErrors() {
    return rowErrors() > 0 || !sums.isEmpty();
  }

  /** How many rows are faulty, plus how many differ; a row that does both counts twice. */
  @JsonProperty
  public long rowErrors() {
    return faultyRows + count(true);
  }

  /** How many rows differ from what today's rules make of them, without being wrong. */
  @JsonProperty
  public long unproved() {
    return count(false);
  }

  private long count(boolean errors) {
    return rows.entrySet().stream()
        .filter(entry -> entry.getKey().isError() == errors)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
