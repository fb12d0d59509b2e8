package com.k2.marketdata.lake.ledger;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Offsets {@code [from, to)} of a partition that an operator decided to skip. An empty range
 * records that an operator kept a position although the log below it has changed: the topic was
 * recreated, or the log lost records and reused their offsets.
 *
 * @param why the operator's reason; empty if none was given
 */
public record SkippedRange(String topicId, int partition, long from, long to, String why)
    implements Serializable {

  private static final String WITHOUT_ROW = "no row when the position was set: ";

  public SkippedRange {
    requireNonNull(topicId, "topicId");
    why = why == null ? "" : why;
  }

  /**
   * Offsets that had no row when an operator set the position of a table without a ledger. This
   * says nothing about other tables.
   */
  public static SkippedRange withoutRow(
      String topicId, int partition, long from, long to, String why) {
    return new SkippedRange(topicId, partition, from, to, WITHOUT_ROW + why);
  }

  /** Whether this is a range of {@link #withoutRow}. */
  public boolean hadNoRow() {
    return why.startsWith(WITHOUT_ROW);
  }

  /** Appends a range, joined to a range that it continues. */
  static List<SkippedRange> append(List<SkippedRange> ranges, SkippedRange next) {
    List<SkippedRange> all = new ArrayList<>(ranges);
    SkippedRange joined = next;
    for (SkippedRange before : ranges) {
      if (next.continues(before)) {
        all.remove(before);
        joined = before.upTo(next.to);
      }
    }
    all.add(joined);
    return all;
  }

  private boolean continues(SkippedRange before) {
    return before.from < before.to
        && from < to
        && before.to == from
        && before.partition == partition
        && before.topicId.equals(topicId)
        && before.why.equals(why);
  }

  private SkippedRange upTo(long end) {
    return new SkippedRange(topicId, partition, from, end, why);
  }
}
