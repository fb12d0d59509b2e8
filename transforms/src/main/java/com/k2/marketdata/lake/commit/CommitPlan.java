package com.k2.marketdata.lake.commit;

import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.LedgerChange;
import java.io.Serializable;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Everything that a cycle's commit must know, fixed before the pipeline is built.
 *
 * @param ranges the planned ranges, by number
 * @param bronze null if the cycle does not write bronze
 * @param silver null if the cycle does not write silver
 * @param deadLetters null exactly if silver is
 * @param guard null for a cycle that does not read Kafka
 */
public record CommitPlan(
    CatalogConfig catalog,
    String topic,
    List<Range> ranges,
    @Nullable LedgerChange bronze,
    @Nullable LedgerChange silver,
    @Nullable LedgerChange deadLetters,
    RejectLimit limit,
    @Nullable TopicGuard guard)
    implements Serializable {

  /** A planned range, and which tables take its rows. */
  public record Range(long from, long to, boolean bronze, boolean silver) implements Serializable {}

  /**
   * How many messages of a cycle may be rejected.
   *
   * @param maxShare from 0 to 1
   * @param minRecords smaller cycles are not judged
   */
  public record RejectLimit(double maxShare, long minRecords) implements Serializable {}

  public CommitPlan {
    ranges = List.copyOf(ranges);
  }
}
