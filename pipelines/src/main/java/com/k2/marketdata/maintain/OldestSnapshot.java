package com.k2.marketdata.maintain;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** When the oldest snapshot that a table has was committed. */
final class OldestSnapshot {
  private OldestSnapshot() {}

  /** Empty if the table has no snapshot. */
  static Optional<Instant> of(Table table) {
    return StreamSupport.stream(table.snapshots().spliterator(), false)
        .map(Snapshot::timestampMillis)
        .min(Long::compare)
        .map(Instant::ofEpochMilli);
  }
}
