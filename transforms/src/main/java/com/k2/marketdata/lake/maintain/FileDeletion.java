package com.k2.marketdata.lake.maintain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files that no table refers to, in bulk if the store can. A file that cannot be deleted is
 * counted, and stays for a later removal of orphans; one that is missing already counts as deleted.
 * Not thread-safe.
 */
public final class FileDeletion {
  private static final Logger LOG = LoggerFactory.getLogger(FileDeletion.class);
  private static final int BATCH = 1_000;

  private final FileIO io;
  private final Runnable progress;
  private final List<String> batch = new ArrayList<>();
  private long deleted;
  private long failed;

  /** A deletion by a driver, which does not report progress. */
  public FileDeletion(FileIO io) {
    this(io, () -> {});
  }

  /**
   * @param progress runs after each request to delete a file or a batch of files
   */
  public FileDeletion(FileIO io, Runnable progress) {
    this.io = io;
    this.progress = progress;
  }

  /** Deletes a file, at the latest when {@link #finish} is called. */
  public void add(String location) {
    batch.add(location);
    if (batch.size() == BATCH) {
      flush();
    }
  }

  /** Deletes the files that remain, and returns how many of all files could not be deleted. */
  public long finish() {
    flush();
    return failed;
  }

  /** How many files have been deleted so far. */
  public long deleted() {
    return deleted;
  }

  private void flush() {
    if (batch.isEmpty()) {
      return;
    }
    int failures = io instanceof SupportsBulkOperations bulk ? inBulk(bulk) : oneByOne();
    failed += failures;
    deleted += batch.size() - failures;
    batch.clear();
  }

  private int inBulk(SupportsBulkOperations bulk) {
    try {
      bulk.deleteFiles(batch);
      return 0;
    } catch (BulkDeletionFailureException e) {
      LOG.warn("Could not delete {} of {} files", e.numberFailedObjects(), batch.size(), e);
      return e.numberFailedObjects();
    } catch (RuntimeException e) {
      LOG.warn("Could not delete some of {} files", batch.size(), e);
      return batch.size();
    } finally {
      progress.run();
    }
  }

  private int oneByOne() {
    AtomicInteger failures = new AtomicInteger();
    Retries.ofRequests(batch)
        .stopRetryOn(NotFoundException.class)
        .suppressFailureWhenFinished()
        .onFailure(
            (location, e) -> {
              if (!(e instanceof NotFoundException)) {
                LOG.warn("Could not delete {}", location, e);
                failures.incrementAndGet();
              }
            })
        .run(this::delete);
    return failures.get();
  }

  private void delete(String location) {
    try {
      io.deleteFile(location);
    } finally {
      progress.run();
    }
  }
}
