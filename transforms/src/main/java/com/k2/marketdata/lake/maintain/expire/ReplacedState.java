package com.k2.marketdata.lake.maintain.expire;

import com.k2.marketdata.failure.ConflictException;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;

/**
 * The state of a table that an expiry replaced. It can be newer than the state that the commit was
 * based on, because a REST catalog applies a removal to its newest state.
 */
final class ReplacedState {
  private final ExpiryPlan plan;
  private final FileIO io;

  ReplacedState(ExpiryPlan plan, FileIO io) {
    this.plan = plan;
    this.io = io;
  }

  /**
   * Finds the state in the log of metadata files: the newest that has an expired snapshot.
   *
   * @param base what the commit was based on
   * @param after a state after the commit
   */
  TableMetadata find(TableMetadata base, TableMetadata after) {
    List<MetadataLogEntry> log = after.previousFiles();
    for (int i = log.size() - 1; i >= 0; i--) {
      String file = log.get(i).file();
      if (file.equals(base.metadataFileLocation())) {
        return base;
      }
      TableMetadata state = TableMetadataParser.read(io, file);
      if (plan.snapshotIds().stream().anyMatch(id -> state.snapshot(id) != null)) {
        return state;
      }
    }
    return base;
  }

  /**
   * Requires that no tag or branch was created on an expired snapshot right before the commit.
   *
   * @throws ConflictException with its name: the catalog has removed it
   */
  void requireNothingLost(String table, TableMetadata replaced) {
    for (Map.Entry<String, SnapshotRef> ref : replaced.refs().entrySet()) {
      if (!plan.refs().contains(ref.getKey())
          && plan.snapshotIds().contains(ref.getValue().snapshotId())) {
        throw new ConflictException(
            "While snapshots of "
                + table
                + " were expired, "
                + ref.getKey()
                + " was created on snapshot "
                + ref.getValue().snapshotId()
                + ", and the catalog removed both. None of the table's files was deleted: "
                + replaced.metadataFileLocation()
                + " is its metadata with this snapshot. Save the files that you need before the"
                + " removal of orphans deletes them.");
      }
    }
  }
}
