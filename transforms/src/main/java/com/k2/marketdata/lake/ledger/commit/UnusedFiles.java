package com.k2.marketdata.lake.ledger.commit;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata files that Iceberg no longer needs after a commit. Iceberg deletes those of a failed
 * commit too, although the catalog may have applied it; then the table is unreadable. Here they are
 * deleted only after a commit is known to have succeeded; otherwise they stay as orphans.
 */
final class UnusedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedFiles.class);

  private final Table table;
  private final List<String> locations = new ArrayList<>();

  private UnusedFiles(Table table) {
    this.table = table;
  }

  /** Collects the files of an update, which Iceberg then does not delete. */
  static UnusedFiles of(Table table, SnapshotUpdate<?> update) {
    UnusedFiles unused = new UnusedFiles(table);
    update.deleteWith(unused::add);
    return unused;
  }

  /** Deletes the files, after the update's commit has succeeded. */
  void delete() {
    for (String location : locations()) {
      try {
        table.io().deleteFile(location);
      } catch (RuntimeException e) {
        LOG.debug("Could not delete {}, which stays as an orphan", location, e);
      }
    }
  }

  private synchronized void add(String location) {
    locations.add(location);
  }

  private synchronized List<String> locations() {
    return List.copyOf(locations);
  }
}
