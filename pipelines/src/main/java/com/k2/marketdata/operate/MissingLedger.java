package com.k2.marketdata.operate;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.operate.offsets.FormerTopics;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Creates a ledger for a table that has none. All of its rows must be below the new position. The
 * offsets below it that have no row are recorded as skipped, so that the table does not claim them.
 */
final class MissingLedger {
  private static final int MAX_RANGES = 1_000;

  private final ExchangeLake lake;
  private final ExchangeLake.Named table;
  private final TopicState topic;
  private final String why;

  /**
   * @param why the reason to record
   */
  MissingLedger(ExchangeLake lake, ExchangeLake.Named table, TopicState topic, String why) {
    this.lake = lake;
    this.table = table;
    this.topic = topic;
    this.why = why;
  }

  /**
   * The step that commits the ledger.
   *
   * @param next the next offset to process, for every partition of the topic
   * @throws UsageException if a partition is missing, or has rows at or above its new position
   * @throws HoleException if too many ranges have no row
   */
  LedgerPlan.Step step(SortedMap<Integer, Long> next, String cycle) {
    if (!next.keySet().equals(topic.end().keySet())) {
      throw new UsageException(
          table.name()
              + " has no position in "
              + lake.topic()
              + ": give the next offset of every partition "
              + topic.end().keySet()
              + ", for example --next=0:123,1:456."
              + lake.elsewhere());
    }
    String topicId = topic.identity().topicId();
    TableOffsets rows = TableOffsets.read(table.table(), lake.topic());
    TableOffsets outcomes = outcomes(rows);
    SortedMap<Integer, Long> first = new TreeMap<>(next);
    List<SkippedRange> skipped = new ArrayList<>(new FormerTopics(topicId).ends(rows, why));
    for (int partition : outcomes.partitions(topicId)) {
      long position = next.getOrDefault(partition, 0L);
      requireBelow(partition, position, rows.of(topicId, partition));
      Offsets present = outcomes.of(topicId, partition);
      long lowest = Math.min(present.first(), position);
      first.put(partition, lowest);
      for (OffsetRange gap : Offsets.range(lowest, position).minus(present).ranges(partition)) {
        skipped.add(SkippedRange.withoutRow(topicId, partition, gap.from(), gap.to(), why));
      }
    }
    requireRecordable(skipped);
    Ledger starting =
        Ledger.starting(topic.identity(), cycle, CycleIds.clock(0), first)
            .advancedTo(cycle, CycleIds.clock(0), next)
            .withEpochs(topic.epochs());
    for (SkippedRange range : skipped) {
      starting = starting.withSkipped(range);
    }
    return LedgerPlan.Step.start(table, starting, rows.rows());
  }

  /**
   * The offsets that the table accounts for: a message in the dead letters has no row in silver.
   */
  private TableOffsets outcomes(TableOffsets rows) {
    return lake.silver().equals(Optional.of(table)) && lake.deadLetters().isPresent()
        ? rows.with(
            TableOffsets.read(lake.deadLetters().get().table(), lake.topic()), TableOffsets.NONE)
        : rows;
  }

  private void requireBelow(int partition, long position, Offsets rows) {
    if (!rows.isEmpty() && rows.end() > position) {
      throw new UsageException(
          table.name()
              + " has rows of partition "
              + partition
              + " up to offset "
              + (rows.end() - 1)
              + ": position "
              + position
              + " would write some of them twice. Give at least "
              + rows.end()
              + ".");
    }
  }

  private void requireRecordable(List<SkippedRange> skipped) {
    if (skipped.size() > MAX_RANGES) {
      throw new HoleException(
          "Below the given position, "
              + table.name()
              + " has no rows in "
              + skipped.size()
              + " ranges of offsets, more than a position can record ("
              + MAX_RANGES
              + "). Nothing was changed. If they have no messages, such as transaction markers, use"
              + " `k2 ledger mend --exchange="
              + lake.exchange()
              + "`, which does not record these; otherwise restore the rows first.");
    }
  }

  /** The step that commits a ledger to dead letters that are in step with silver. */
  static LedgerPlan.Step deadLetters(ExchangeLake.Named deadLetters, Ledger silver) {
    long rows = TableOffsets.read(deadLetters.table(), deadLetters.topic()).rows();
    return LedgerPlan.Step.start(deadLetters, silver.forDeadLetters(), rows);
  }
}
