package com.k2.marketdata.operate.mend;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.operate.offsets.OffsetList;
import java.util.SortedMap;

/** How a table's rows cover the offsets of each partition. */
record TableCoverage(SortedMap<Integer, Coverage> byPartition) {

  /**
   * @throws HoleException with the offsets below the highest rows that are not accounted for
   */
  void requireComplete(String table) {
    OffsetList missing = new OffsetList();
    byPartition.forEach((partition, coverage) -> missing.add(partition, coverage.missing()));
    if (!missing.isEmpty()) {
      throw new HoleException(
          "The position of "
              + table
              + " cannot be rebuilt from its rows, because "
              + missing.count()
              + " offsets below the highest rows are not accounted for: they have no row, were not"
              + " skipped, and are not shown to have no message (Kafka cannot show it for a"
              + " compacted topic). Missing: "
              + missing
              + ". Nothing was changed. Restore these rows; or, to give them up, set the position"
              + " with `k2 ledger set`.");
    }
  }

  /** The offsets without a row that an operator has skipped. */
  OffsetList skipped() {
    OffsetList skipped = new OffsetList();
    byPartition.forEach((partition, coverage) -> skipped.add(partition, coverage.skipped()));
    return skipped;
  }

  /**
   * @throws HoleException if Kafka's log ends below a position
   */
  void requireWithin(String table, TopicState topic) {
    byPartition.forEach(
        (partition, coverage) -> {
          long end = topic.end().getOrDefault(partition, 0L);
          if (coverage.next() > end) {
            throw new HoleException(
                "The position of "
                    + table
                    + " in partition "
                    + partition
                    + " would be "
                    + coverage.next()
                    + ", but in Kafka the partition ends at offset "
                    + end
                    + ": Kafka has lost messages (see \"Lost records\" in docs/operations.md)."
                    + " Nothing was changed.");
          }
        });
  }
}
