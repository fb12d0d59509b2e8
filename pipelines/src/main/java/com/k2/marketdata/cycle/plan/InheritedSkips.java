package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import java.util.List;

/**
 * Copies ranges that an operator skipped in bronze to the ledger of silver that is read from it.
 */
final class InheritedSkips {
  private InheritedSkips() {}

  /**
   * Silver's ledger with the parts of these ranges that bronze has skipped.
   *
   * @param read the ranges that silver reads from bronze
   */
  static Ledger inherited(Ledger silver, Ledger bronze, List<OffsetRange> read) {
    Ledger inheriting = silver;
    for (OffsetRange range : read) {
      for (SkippedRange skip : bronze.skipped()) {
        SkippedRange part =
            new SkippedRange(
                skip.topicId(),
                skip.partition(),
                Math.max(skip.from(), range.from()),
                Math.min(skip.to(), range.to()),
                skip.why());
        boolean keptPosition =
            part.equals(skip) && skip.from() == skip.to() && skip.to() < range.to();
        if ((part.from() < part.to() || keptPosition)
            && skip.partition() == range.partition()
            && skip.topicId().equals(silver.topicId())
            && !inheriting.skipped().contains(part)) {
          inheriting = inheriting.withSkipped(part);
        }
      }
    }
    return inheriting;
  }
}
