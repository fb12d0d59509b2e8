package com.k2.marketdata.cycle;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.List;

/** What a person let bronze pass over, silver passes over with it, and its ledger says so. */
final class InheritedSkips {
  private InheritedSkips() {}

  /**
   * Silver's ledger with what bronze has passed over of these ranges.
   *
   * @param read what silver reads from bronze, per partition
   */
  static Ledger inherited(Ledger silver, Ledger bronze, List<OffsetRange> read) {
    Ledger inheriting = silver;
    for (OffsetRange range : read) {
      for (Ledger.Skipped skip : bronze.skipped()) {
        Ledger.Skipped part =
            new Ledger.Skipped(
                skip.topicId(),
                skip.partition(),
                Math.max(skip.from(), range.from()),
                Math.min(skip.to(), range.to()),
                skip.why());
        boolean letStand = part.equals(skip) && skip.from() == skip.to() && skip.to() < range.to();
        if ((part.from() < part.to() || letStand)
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
