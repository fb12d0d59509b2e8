package com.k2.marketdata.operate.mend;

import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import com.k2.marketdata.operate.offsets.Offsets;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the ledgers of the other tables and Kafka say about a topic's partitions. */
record KnownPositions(List<Ledger> ledgers, TopicState topic) {

  /**
   * @param ledgers those of other tables, of this topic id
   */
  KnownPositions(Collection<Ledger> ledgers, TopicState topic) {
    this(List.copyOf(ledgers), topic);
  }

  /** The partitions that Kafka, a ledger or a row has. */
  SortedSet<Integer> partitions(TableOffsets rows) {
    SortedSet<Integer> partitions = new TreeSet<>(topic.end().keySet());
    partitions.addAll(rows.partitions(topic.identity().topicId()));
    ledgers.forEach(ledger -> partitions.addAll(ledger.next().keySet()));
    return partitions;
  }

  /**
   * The offset from which a partition must be complete: where another table began, or the lowest
   * row if that is lower. A partition that was added after the tables began starts at 0.
   */
  long first(int partition, Offsets rows) {
    if (ledgers.isEmpty()) {
      return rows.isEmpty() ? topic.start().getOrDefault(partition, 0L) : rows.first();
    }
    long known =
        ledgers.stream()
            .filter(ledger -> ledger.next().containsKey(partition))
            .mapToLong(ledger -> ledger.first().getOrDefault(partition, 0L))
            .min()
            .orElse(0);
    return rows.isEmpty() ? known : Math.min(known, rows.first());
  }

  /** The highest position in a partition; 0 if there is none. */
  long reach(int partition) {
    return ledgers.stream().mapToLong(ledger -> ledger.next(partition)).max().orElse(0);
  }

  /** The offsets that an operator has skipped in any of the other tables. */
  Offsets skipped(int partition) {
    return ledgers.stream()
        .map(ledger -> skipped(ledger, partition, range -> !range.hadNoRow()))
        .reduce(Offsets.NONE, Offsets::plus);
  }

  /** The offsets of one ledger's table that it does not claim to have, although they are below. */
  static Offsets skipped(Ledger ledger, int partition) {
    return skipped(ledger, partition, range -> true);
  }

  private static Offsets skipped(Ledger ledger, int partition, Predicate<SkippedRange> counted) {
    Offsets skipped = Offsets.NONE;
    for (SkippedRange range : ledger.skipped()) {
      if (range.partition() == partition
          && range.topicId().equals(ledger.topicId())
          && counted.test(range)) {
        skipped = skipped.plus(Offsets.range(range.from(), range.to()));
      }
    }
    return skipped;
  }
}
