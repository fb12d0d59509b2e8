package com.k2.marketdata.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** What expiry should do to a table, in plain code. */
record MaintenanceOracle(Set<Long> snapshots, Set<String> expired) {

  /**
   * The snapshots that expire, and the files that only they refer to.
   *
   * @param before older snapshots expire, except as the tags and branches say
   * @param least how many snapshots a branch keeps
   */
  static MaintenanceOracle of(Table table, Instant before, int least) {
    Set<Long> kept = new TreeSet<>();
    Set<Long> ofRefs = new TreeSet<>();
    table
        .refs()
        .forEach(
            (name, ref) -> {
              Iterable<Snapshot> chain =
                  SnapshotUtil.ancestorsOf(ref.snapshotId(), table::snapshot);
              chain.forEach(snapshot -> ofRefs.add(snapshot.snapshotId()));
              if (ref.isTag()) {
                if (ref.maxRefAgeMs() == null) {
                  kept.add(ref.snapshotId());
                }
              } else {
                kept.addAll(ofBranch(chain, ref, before, least));
              }
            });
    for (Snapshot snapshot : table.snapshots()) {
      if (!ofRefs.contains(snapshot.snapshotId())
          && snapshot.timestampMillis() >= before.toEpochMilli()) {
        kept.add(snapshot.snapshotId());
      }
    }
    List<Long> all = TableViews.snapshots(table);
    Set<Long> expired = new TreeSet<>(all);
    expired.removeAll(kept);
    ReachableFiles reachable = new ReachableFiles(table);
    Set<String> files = reachable.of(all);
    files.removeAll(reachable.of(kept));
    return new MaintenanceOracle(expired, files);
  }

  /** A branch with a maximum age of its own is one whose snapshots are all older. */
  private static List<Long> ofBranch(
      Iterable<Snapshot> chain, SnapshotRef ref, Instant before, int least) {
    int newest = ref.minSnapshotsToKeep() == null ? least : ref.minSnapshotsToKeep();
    List<Long> kept = new ArrayList<>();
    for (Snapshot snapshot : chain) {
      boolean young =
          ref.maxSnapshotAgeMs() == null && snapshot.timestampMillis() >= before.toEpochMilli();
      if (kept.size() < newest || young) {
        kept.add(snapshot.snapshotId());
      }
    }
    return kept;
  }
}
