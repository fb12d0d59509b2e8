package com.k2.marketdata.pipeline;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.Ledger;
import java.util.List;

/** What a person let bronze pass over, silver passes over with it, and its ledger says so. */
final class PassedOver {
  private PassedOver() {}

  /**
   * Silver's ledger with what bronze has passed over of these ranges.
   *
   * @param read what silver reads from bronze, per partition
   */
  static Ledger inherited(Ledger silver, Ledger bronze, List<OffsetRange> read) {
    Ledger inheriting = silver;
    for (OffsetRange range : read) {
      for (Ledger.Skipped skip : bronze.skipped()) {
        long from = Math.max(skip.from(), range.from());
        long to = Math.min(skip.to(), range.to());
        if (from < to
            && skip.partition() == range.partition()
            && skip.topicId().equals(silver.topicId())) {
          inheriting =
              inheriting.withSkipped(
                  new Ledger.Skipped(skip.topicId(), skip.partition(), from, to, skip.why()));
        }
      }
    }
    return inheriting;
  }
}
