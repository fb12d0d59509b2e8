package com.k2.marketdata.lake.maintain.orphan;

import com.k2.marketdata.lake.maintain.orphan.search.OrphanCounts;
import java.io.Serializable;

/**
 * What was deleted.
 *
 * @param found what the search found
 * @param deleted the number of files that were deleted
 * @param failed the number of files that the store could not delete; the next run finds them again
 */
public record OrphanResult(OrphanCounts found, long deleted, long failed) implements Serializable {
  static final OrphanResult NONE = new OrphanResult(OrphanCounts.NONE, 0, 0);

  OrphanResult plus(OrphanResult other) {
    return new OrphanResult(
        found.plus(other.found), deleted + other.deleted, failed + other.failed);
  }

  OrphanResult withFound(OrphanCounts counts) {
    return new OrphanResult(counts, deleted, failed);
  }
}
