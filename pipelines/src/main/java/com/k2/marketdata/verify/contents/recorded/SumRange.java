package com.k2.marketdata.verify.contents.recorded;

import com.k2.marketdata.lake.ledger.RowSum;
import java.io.Serializable;
import java.util.Map;

/**
 * The rows of one topic that bronze's ledgers counted between two kept snapshots.
 *
 * @param snapshot the later snapshot; of the first range, the earliest that is kept
 * @param from where the rows begin, per partition; 0 for a partition that is missing
 * @param to where they end, per partition, exclusively; empty for a former topic, which has no end
 * @param sum the sum of the rows' hashes according to the ledgers
 */
public record SumRange(
    String topic,
    String topicId,
    long snapshot,
    Map<Integer, Long> from,
    Map<Integer, Long> to,
    long sum)
    implements Serializable {

  public SumRange {
    from = Map.copyOf(from);
    to = Map.copyOf(to);
  }

  /** All rows that a sum has counted. */
  static SumRange all(
      String topic, String topicId, long snapshot, RowSum sum, Map<Integer, Long> to) {
    return new SumRange(topic, topicId, snapshot, sum.from(), to, sum.sum());
  }
}
