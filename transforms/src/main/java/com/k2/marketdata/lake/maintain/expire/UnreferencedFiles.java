package com.k2.marketdata.lake.maintain.expire;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;

/**
 * Lists the files that snapshots of one state of a table refer to, but no snapshot of a later state
 * does. Iceberg's own clean-up after an expiry lists them, for a commit in memory: nothing is
 * changed or deleted.
 */
final class UnreferencedFiles {
  private UnreferencedFiles() {}

  /**
   * The locations, in no order.
   *
   * @throws RuntimeException if a manifest list cannot be read. The files of a manifest that cannot
   *     be read are left out.
   */
  static List<String> between(TableMetadata before, TableMetadata after, FileIO io, String table) {
    List<String> locations = new ArrayList<>();
    // Naming snapshots selects the clean-up that reads what every kept snapshot refers to. Without
    // the time, Iceberg would also expire what is older than its default.
    ExpireSnapshots expiry =
        new BaseTable(new MemoryOperations(before, after, io), table)
            .expireSnapshots()
            .expireOlderThan(0)
            .deleteWith(locations::add);
    for (Snapshot snapshot : before.snapshots()) {
      if (after.snapshot(snapshot.snapshotId()) == null) {
        expiry.expireSnapshotId(snapshot.snapshotId());
      }
    }
    expiry.commit();
    return locations;
  }
}
