package com.k2.marketdata.lake.ledger.commit;

import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.lake.catalog.RetryingMetadata;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.Table;

/** Builds a commit again as long as other writers commit first. */
final class CommitRounds {
  private static final int MAX_ROUNDS = 50;

  private CommitRounds() {}

  /**
   * Runs rounds until one has a result. The table is refreshed before each.
   *
   * @param round builds and commits an update; empty if another writer committed first
   * @throws SystemFaultException if other writers always committed first, or the table cannot be
   *     loaded
   */
  static <T> T run(Table table, Supplier<Optional<T>> round) {
    for (int rounds = 0; rounds < MAX_ROUNDS; rounds++) {
      refresh(table);
      Optional<T> result = round.get();
      if (result.isPresent()) {
        return result.get();
      }
    }
    throw new SystemFaultException(
        "Could not commit to "
            + table.name()
            + ": other writers committed first "
            + MAX_ROUNDS
            + " times. Look for a tool that commits to the table continuously.");
  }

  /** Refreshes a table; a failure is a system fault. */
  static void refresh(Table table) {
    SystemFaultException.wrapping(
        "Could not load table " + table.name(),
        () -> {
          RetryingMetadata.refresh(table);
          return table;
        });
  }
}
