package com.k2.marketdata.verify.contents;

import com.k2.marketdata.lake.ledger.RowSum;
import java.io.Serializable;
import java.util.Map;

/**
 * The rows of one topic that bronze's ledgers counted between two kept snapshots.
 *
 * @param snapshot the later snapshot; of the first range, the earliest that is kept
 * @param from where the rows begin, per partition; 0 for a partition that is missing
 * @param to where they end, per partition, exclusively; without an end for a former topic
 * @param sum what the ledgers say that the rows add up to
 */
record SumRange(
    String topic,
    String topicId,
    long snapshot,
    Map<Integer, Long> from,
    Map<Integer, Long> to,
    long sum)
    implements Serializable {

  SumRange {
    from = Map.copyOf(from);
    to = Map.copyOf(to);
  }

  /** All rows that a sum has counted. */
  static SumRange all(
      String topic, String topicId, long snapshot, RowSum sum, Map<Integer, Long> to) {
    return new SumRange(topic, topicId, snapshot, sum.from(), to, sum.sum());
  }
}
