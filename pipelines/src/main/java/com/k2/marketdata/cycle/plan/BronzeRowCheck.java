package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.RowCount;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;

/**
 * Finds bronze rows that another tool deleted before silver read them. While bronze's snapshots
 * reach back to silver's position, silver reads the files that were added since, deleted or not.
 * Otherwise it reads the files that are left, and bronze must have all rows that K2 wrote.
 */
final class BronzeRowCheck {
  private BronzeRowCheck() {}

  /**
   * Requires that a snapshot of bronze has as many rows as its ledgers say. Ledgers of earlier
   * versions say nothing.
   *
   * @param pinned the topic's ledger at the snapshot
   * @throws HoleException with both numbers
   */
  static void require(Table bronze, long snapshot, Ledger pinned, String exchange) {
    OptionalLong written = TableLedgers.at(bronze, snapshot).rows();
    OptionalLong found = RowCount.of(bronze, bronze.snapshot(snapshot));
    if (written.isEmpty() || written.equals(found)) {
      return;
    }
    throw new HoleException(
        "Bronze table "
            + bronze.name()
            + " should have "
            + written.getAsLong()
            + " rows, but has "
            + (found.isPresent() ? Long.toString(found.getAsLong()) : "an unknown number of them")
            + ", and its snapshots since silver's position have expired: another tool changed rows,"
            + " perhaps before silver read them. Restore the rows, or skip all that silver has not"
            + " read with `k2 ledger set --exchange="
            + exchange
            + " --table=silver --next="
            + pinned.next().entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","))
            + "`.");
  }
}
