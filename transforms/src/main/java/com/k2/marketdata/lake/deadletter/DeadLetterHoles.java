package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.Optional;

/** Says which dead letters of a topic are missing from their table, and what to do. */
record DeadLetterHoles(String table, String topic) {

  /** Dead letters that cannot be appended; {@code what} is the end of a sentence. */
  HoleException lost(DeadLetterIntent intent, String what) {
    return new HoleException(
        "The dead letters of cycle "
            + intent.cycle()
            + " were not appended to "
            + table
            + " yet, and cannot be: "
            + what
            + ". Run `k2 ledger mend --exchange=… --topic="
            + topic
            + "`, which judges the messages of that cycle again.");
  }

  /** Dead letters that were appended, and are not in the table any more. */
  HoleException missing(Ledger silver, Optional<Ledger> found) {
    if (found.isEmpty()) {
      return new HoleException(
          table
              + " has no position in "
              + topic
              + ", although silver has one. If another tool expired the snapshots that had it,"
              + " rebuild it from the rows with `k2 ledger mend --exchange=… --topic="
              + topic
              + "`; if the table was recreated, roll silver back with `k2 rollback` to a time before its first dead"
              + " letters.");
    }
    return new HoleException(
        "Dead letters of "
            + topic
            + " that silver has counted are missing from "
            + table
            + " (silver's newest are of cycle "
            + (silver.intent() == null ? "none" : silver.intent().cycle())
            + ", the table's of "
            + found.get().newestDeadLetters()
            + "). Was the table rolled back by hand? Make its newest snapshot current again, or"
            + " roll silver back with `k2 rollback` to a time when both agreed.");
  }
}
