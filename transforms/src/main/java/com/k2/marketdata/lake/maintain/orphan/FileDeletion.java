package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.maintain.PlannedItem;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes files, many with one request where the store can. Failures are counted. */
final class FileDeletion {
  private static final Logger LOG = LoggerFactory.getLogger(FileDeletion.class);

  /** As many as S3 deletes with one request. */
  private static final int BATCH = 1_000;

  private final FileIO io;
  private long deleted;
  private long failed;

  FileDeletion(FileIO io) {
    this.io = io;
  }

  /** Deletes the files. Called once. */
  OrphanResult delete(Iterable<PlannedItem> orphans) {
    List<String> batch = new ArrayList<>();
    for (PlannedItem orphan : orphans) {
      batch.add(orphan.target());
      if (batch.size() == BATCH) {
        delete(batch);
        batch.clear();
      }
    }
    if (!batch.isEmpty()) {
      delete(batch);
    }
    return new OrphanResult(OrphanCounts.NONE, deleted, failed);
  }

  private void delete(List<String> batch) {
    int failures = io instanceof SupportsBulkOperations bulk ? inBulk(bulk, batch) : each(batch);
    failed += failures;
    deleted += batch.size() - failures;
  }

  private static int inBulk(SupportsBulkOperations bulk, List<String> batch) {
    try {
      bulk.deleteFiles(batch);
      return 0;
    } catch (BulkDeletionFailureException e) {
      LOG.warn("{} of {} orphan files were not deleted", e.numberFailedObjects(), batch.size(), e);
      return e.numberFailedObjects();
    } catch (RuntimeException e) {
      LOG.warn("It is unknown which of {} orphan files were deleted", batch.size(), e);
      return batch.size();
    }
  }

  private int each(List<String> batch) {
    int failures = 0;
    for (String location : batch) {
      try {
        io.deleteFile(location);
      } catch (RuntimeException e) {
        LOG.warn("Orphan file {} was not deleted", location, e);
        failures++;
      }
    }
    return failures;
  }
}
