package com.k2.marketdata.lake.maintain;

import java.util.List;
import org.apache.iceberg.util.Tasks;

/** How often requests to a store or a catalog are repeated, and after which waits. */
public final class Retries {
  /** How often a commit is repeated. */
  public static final int COMMITS = 20;

  private static final int REQUESTS = 3;
  private static final int MIN_WAIT_MILLIS = 100;
  private static final int MAX_WAIT_MILLIS = 2_000;
  private static final int MAX_COMMIT_WAIT_MILLIS = 5_000;
  private static final int TOTAL_MILLIS = 60_000;
  private static final int TOTAL_COMMIT_MILLIS = 300_000;

  private Retries() {}

  /** Requests to a store, one for each item. */
  public static <T> Tasks.Builder<T> ofRequests(Iterable<T> items) {
    return Tasks.foreach(items)
        .retry(REQUESTS)
        .exponentialBackoff(MIN_WAIT_MILLIS, MAX_WAIT_MILLIS, TOTAL_MILLIS, 2);
  }

  /** A commit. */
  public static <T> Tasks.Builder<T> ofCommit(T target) {
    return Tasks.foreach(List.of(target))
        .retry(COMMITS)
        .exponentialBackoff(MIN_WAIT_MILLIS, MAX_COMMIT_WAIT_MILLIS, TOTAL_COMMIT_MILLIS, 2);
  }
}
