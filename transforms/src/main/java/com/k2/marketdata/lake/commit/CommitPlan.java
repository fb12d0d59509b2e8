package com.k2.marketdata.lake.commit;

import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.lake.catalog.CatalogConfig;
import com.k2.marketdata.lake.ledger.LedgerChange;
import com.k2.marketdata.lake.ledger.commit.CycleAge;
import com.k2.marketdata.lake.table.ByRole;
import java.io.Serializable;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The input of a cycle's commit, fixed before the pipeline is built.
 *
 * @param ranges the planned ranges, by number
 * @param changes how the cycle changes the ledgers of the tables that it writes
 * @param age how old the cycle may be when it is committed
 * @param guard checks that Kafka's topic is still the same; null for a cycle that reads bronze
 */
public record CommitPlan(
    CatalogConfig catalog,
    String topic,
    List<Range> ranges,
    ByRole<LedgerChange> changes,
    RejectLimit limit,
    CycleAge age,
    @Nullable TopicGuard guard)
    implements Serializable {

  /** A planned range, and whether its rows are written to bronze and to silver. */
  public record Range(long from, long to, boolean bronze, boolean silver) implements Serializable {}

  /**
   * How many messages of a cycle may be rejected.
   *
   * @param maxShare from 0 to 1
   * @param minRecords smaller cycles are not checked
   */
  public record RejectLimit(double maxShare, long minRecords) implements Serializable {}

  public CommitPlan {
    ranges = List.copyOf(ranges);
    changes = changes.forWriting();
  }
}
