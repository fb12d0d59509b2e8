package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.RowCount;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;

/**
 * Detects bronze rows that another tool deleted before silver read them. While bronze still has the
 * snapshots since silver's position, silver reads the files that they added, deleted or not.
 * Otherwise silver reads the files that are left, and bronze must have all rows that K2 wrote.
 */
final class BronzeRowCheck {
  private BronzeRowCheck() {}

  /**
   * Requires that a snapshot of bronze has as many rows as its ledgers record. Ledgers of earlier
   * versions may not record it; then nothing is checked.
   *
   * @param pinned the topic's ledger at the snapshot
   * @throws HoleException if the numbers differ
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
            + ", and its snapshots since silver's position have expired: another tool added or"
            + " deleted rows, possibly before silver read them. If the table has rows of other"
            + " topics without a position, run `k2 ledger mend --topic=…` for each first."
            + " Otherwise restore the rows, or skip all that silver has not read with"
            + " `k2 ledger set --exchange="
            + exchange
            + " --table=silver --next="
            + pinned.next().entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","))
            + "`.");
  }
}
