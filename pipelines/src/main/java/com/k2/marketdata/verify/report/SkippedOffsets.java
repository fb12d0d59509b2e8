package com.k2.marketdata.verify.report;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.report.VerifyReport.SkippedReport;
import com.k2.marketdata.verify.scan.PinnedLake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The offsets that the ledgers of an exchange's tables record as skipped. */
final class SkippedOffsets {
  private SkippedOffsets() {}

  /** The skipped ranges of every table and topic. */
  static List<SkippedReport> of(PinnedLake lake) {
    List<SkippedReport> skipped = new ArrayList<>();
    for (String topic : lake.topics()) {
      for (TableRole role : TableRole.values()) {
        for (SkippedRange range : lake.ledger(role, topic).map(Ledger::skipped).orElse(List.of())) {
          skipped.add(
              new SkippedReport(
                  lake.name(role),
                  topic,
                  range.topicId(),
                  range.partition(),
                  range.from(),
                  range.to(),
                  range.why()));
        }
      }
    }
    return skipped;
  }

  /** How many different offsets the ranges have. */
  static long count(List<SkippedReport> ranges) {
    List<SkippedReport> sorted = new ArrayList<>(ranges);
    sorted.sort(
        Comparator.comparing(SkippedReport::topicId)
            .thenComparing(SkippedReport::partition)
            .thenComparing(SkippedReport::from));
    long count = 0;
    SkippedReport last = null;
    long counted = 0; // the end of the counted offsets in the last range's partition
    for (SkippedReport range : sorted) {
      boolean samePartition =
          last != null
              && last.topicId().equals(range.topicId())
              && last.partition() == range.partition();
      long from = samePartition ? Math.max(range.from(), counted) : range.from();
      count += Math.max(range.to() - from, 0);
      counted = Math.max(range.to(), from);
      last = range;
    }
    return count;
  }
}
