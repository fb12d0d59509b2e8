package com.k2.marketdata.lake.maintain.compact;

import com.k2.marketdata.lake.ledger.commit.CycleAge;
import java.io.Serializable;
import java.time.Instant;
import org.apache.iceberg.Snapshot;

/**
 * The snapshot that a compaction was planned from.
 *
 * @param sequenceNumber the snapshot's; files written by the compaction get it too, so that later
 *     equality deletes apply to them
 * @param age fails commits of files that may have been removed as orphans
 */
record PlanBasis(long snapshotId, long sequenceNumber, CycleAge age) implements Serializable {

  static PlanBasis of(Snapshot snapshot, CycleAge age) {
    return new PlanBasis(snapshot.snapshotId(), snapshot.sequenceNumber(), age);
  }

  /** Whether so little of the age is left that the commits should be made now. */
  boolean isLate(Instant now) {
    return now.isAfter(age.planned().plus(age.max().multipliedBy(3).dividedBy(4)));
  }
}
