package com.k2.marketdata.operate.mend;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.operate.offsets.FormerTopics;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds ledgers that are marked as mended: by their cycle id, and by an empty skipped range at the
 * position. Bronze and silver keep the range; the dead letters take silver's ranges over with their
 * next commit.
 *
 * @param why the reason to record
 */
record LedgerRebuild(TopicState topic, String cycle, String why) {

  /**
   * The ledger at the position of the rows. It has the ranges that an operator skipped, with their
   * reasons; and, for former ids of the topic, those of the other ledgers and the ends of the rows.
   *
   * @param rows the rows of the topic in the table
   * @param others the ledgers of the other tables
   */
  Ledger of(SortedMap<Integer, Coverage> coverage, TableOffsets rows, Collection<Ledger> others) {
    Map<Integer, Long> first = new TreeMap<>();
    Map<Integer, Long> next = new TreeMap<>();
    coverage.forEach(
        (partition, covered) -> {
          first.put(partition, covered.first());
          next.put(partition, covered.next());
        });
    long clock = CycleIds.clock(others.stream().mapToLong(Ledger::clock).max().orElse(0));
    Ledger ledger =
        Ledger.starting(topic.identity(), cycle, clock, first)
            .advancedTo(cycle, clock, next)
            .withEpochs(topic.epochs());
    for (SkippedRange range : ofFormerTopics(rows, others)) {
      ledger = ledger.withSkipped(range);
    }
    for (Map.Entry<Integer, Coverage> entry : coverage.entrySet()) {
      ledger = withSkipped(ledger, entry.getKey(), entry.getValue().skipped(), others);
    }
    return marked(ledger, rows.rows());
  }

  private Set<SkippedRange> ofFormerTopics(TableOffsets rows, Collection<Ledger> others) {
    String topicId = topic.identity().topicId();
    Set<SkippedRange> ranges = new LinkedHashSet<>();
    others.stream()
        .flatMap(other -> other.skipped().stream())
        .filter(range -> !range.topicId().equals(topicId) && !range.hadNoRow())
        .forEach(ranges::add);
    ranges.addAll(new FormerTopics(topicId).ends(rows, why));
    return ranges;
  }

  /** The ledger with these offsets skipped, for the reasons that the other ledgers have. */
  private static Ledger withSkipped(
      Ledger ledger, int partition, Offsets skipped, Collection<Ledger> others) {
    Ledger result = ledger;
    Offsets left = skipped;
    for (Ledger other : others) {
      for (SkippedRange range : other.skipped()) {
        if (range.partition() != partition
            || !range.topicId().equals(ledger.topicId())
            || range.hadNoRow()) {
          continue;
        }
        Offsets part = left.and(Offsets.range(range.from(), range.to()));
        for (OffsetRange one : part.ranges(partition)) {
          result =
              result.withSkipped(
                  new SkippedRange(range.topicId(), partition, one.from(), one.to(), range.why()));
        }
        left = left.minus(part);
      }
    }
    return result;
  }

  /** A ledger with the mark and the number of rows. All partitions share one mark. */
  Ledger marked(Ledger ledger, long rows) {
    Ledger counted = ledger.withRowCount(rows);
    if (ledger.next().isEmpty()) {
      return counted;
    }
    int partition = ledger.next().firstKey();
    SkippedRange mark =
        new SkippedRange(
            ledger.topicId(),
            partition,
            ledger.next(partition),
            ledger.next(partition),
            why + " (all partitions, " + cycle + ")");
    // The dead letters' ledger is derived from silver's, which may have the mark.
    return counted.skipped().contains(mark) ? counted : counted.withSkipped(mark);
  }
}
