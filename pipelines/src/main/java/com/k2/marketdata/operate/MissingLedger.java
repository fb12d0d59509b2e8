package com.k2.marketdata.operate;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.read.TopicRows;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Creates a ledger for a table that has none. All of its rows must be below the new position. */
final class MissingLedger {
  private final ExchangeLake lake;
  private final ExchangeLake.Named table;
  private final TopicState topic;

  MissingLedger(ExchangeLake lake, ExchangeLake.Named table, TopicState topic) {
    this.lake = lake;
    this.table = table;
    this.topic = topic;
  }

  /**
   * The step that commits the ledger.
   *
   * @param next the next offset to process, for every partition of the topic
   * @throws UsageException if a partition is missing, or has rows at or above its new position
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
    SortedMap<Integer, TopicRows.Bounds> rows =
        SystemFaultException.wrapping(
            "Could not read " + table.name(),
            () -> new TopicRows(table.table(), lake.topic(), topic.identity().topicId()).bounds());
    SortedMap<Integer, Long> first = new TreeMap<>(next);
    rows.forEach(
        (partition, bounds) -> {
          long offset = next.getOrDefault(partition, 0L);
          if (bounds.to() > offset) {
            throw new UsageException(
                table.name()
                    + " has rows of partition "
                    + partition
                    + " up to offset "
                    + (bounds.to() - 1)
                    + ": position "
                    + offset
                    + " would write some of them twice. Give at least "
                    + bounds.to()
                    + ".");
          }
          first.put(partition, bounds.from());
        });
    Ledger starting =
        Ledger.starting(topic.identity(), cycle, CycleIds.clock(0), first)
            .advancedTo(cycle, CycleIds.clock(0), next)
            .withEpochs(topic.epochs());
    return new LedgerPlan.Step(table, Optional.empty(), starting);
  }

  /** The step that commits a ledger to dead letters that are in step with silver. */
  static LedgerPlan.Step deadLetters(ExchangeLake.Named deadLetters, Ledger silver) {
    return new LedgerPlan.Step(deadLetters, Optional.empty(), silver.forDeadLetters());
  }
}
