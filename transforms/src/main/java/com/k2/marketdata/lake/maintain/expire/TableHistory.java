package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.maintain.expire.SnapshotHistory.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;

/** Reads what decides which snapshots expire from a table's metadata. */
final class TableHistory {
  /** What a snapshot needs in the metadata file besides its own JSON: its entry in the log. */
  private static final int LOG_ENTRY = 80;

  /** Shares are rounded up by a tenth, since snapshots are compressed unequally well. */
  private static final double MARGIN = 1.1;

  private TableHistory() {}

  /**
   * The history of a state of the table.
   *
   * @param maxBytes the size up to which the metadata file is small enough; then the snapshots'
   *     shares of it are 0
   */
  static SnapshotHistory of(TableMetadata metadata, FileIO io, long maxBytes) {
    List<Snapshot> snapshots = metadata.snapshots();
    long[] shares = new long[snapshots.size()];
    String location = metadata.metadataFileLocation();
    long size = location == null ? 0 : io.newInputFile(location).getLength();
    if (size > maxBytes) {
      share(size, metadata, shares);
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      entries.add(entry(snapshots.get(i), shares[i]));
    }
    Snapshot current = metadata.currentSnapshot();
    return new SnapshotHistory(
        entries, current == null ? null : current.snapshotId(), metadata.refs());
  }

  /**
   * Splits the size of the file by the lengths of JSON before compression. What is not a snapshot's
   * is counted as the current snapshot's, which is always kept.
   */
  private static void share(long size, TableMetadata metadata, long[] shares) {
    List<Snapshot> snapshots = metadata.snapshots();
    long sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = SnapshotParser.toJson(snapshots.get(i)).length() + LOG_ENTRY;
      if (snapshots.get(i).equals(metadata.currentSnapshot())) {
        shares[i] = lengthWithOnly(snapshots.get(i), metadata);
      }
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (long) Math.ceil(MARGIN * size * shares[i] / sum);
    }
  }

  /** The length of the metadata's JSON without the other snapshots. */
  private static long lengthWithOnly(Snapshot only, TableMetadata metadata) {
    Set<Long> others = new HashSet<>();
    metadata.snapshots().forEach(snapshot -> others.add(snapshot.snapshotId()));
    others.remove(only.snapshotId());
    return TableMetadataParser.toJson(ExpiryCommit.without(metadata, others, Set.of())).length();
  }

  private static Entry entry(Snapshot snapshot, long share) {
    return new Entry(
        snapshot.snapshotId(),
        snapshot.parentId(),
        snapshot.sequenceNumber(),
        snapshot.timestampMillis(),
        snapshot.summary() != null
            && snapshot.summary().keySet().stream().anyMatch(k -> k.startsWith(TableLedgers.KEY)),
        share);
  }
}
