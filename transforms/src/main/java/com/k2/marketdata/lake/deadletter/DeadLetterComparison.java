package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.ledger.commit.LedgerCommit;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Compares a topic's dead letters, as of the last refresh of their table, with a ledger of silver.
 */
final class DeadLetterComparison {
  private final Table deadLetters;
  private final String topic;

  DeadLetterComparison(Table deadLetters, String topic) {
    this.deadLetters = deadLetters;
    this.topic = topic;
  }

  DeadLetterState comparedTo(Ledger silver) {
    Ledger found = TableLedgers.read(deadLetters).of(topic).orElse(null);
    if (found == null) {
      return DeadLetterState.BEHIND;
    }
    DeadLetterIntent intent = silver.intent();
    if (intent == null) {
      return isAhead(found, silver) ? DeadLetterState.AHEAD : DeadLetterState.IN_STEP;
    }
    if (found.newestDeadLetters().equals(intent.cycle())) {
      // Silver may still have been rolled back over cycles without dead letters.
      return DeadLetterState.IN_STEP;
    }
    if (committedAs(intent.cycle()) != null) {
      // Appended before: later ones follow in the history, unless the table was rolled back.
      return isInHistory(intent.cycle()) && isAhead(found, silver)
          ? DeadLetterState.AHEAD
          : DeadLetterState.BEHIND;
    }
    if (isAtOrStandsFor(intent.previous(), found)) {
      return DeadLetterState.PENDING;
    }
    return isAhead(found, silver) ? DeadLetterState.AHEAD : DeadLetterState.BEHIND;
  }

  private static boolean isAhead(Ledger found, Ledger silver) {
    return found.topicId().equals(silver.topicId())
        && found.next().entrySet().stream()
            .anyMatch(entry -> entry.getValue() > silver.next(entry.getKey()));
  }

  private boolean isInHistory(String cycle) {
    return new LedgerCommit(deadLetters, topic).committedBy(cycle, null).isPresent();
  }

  /**
   * Whether the ledger is of a cycle, or has the same newest dead letters as that cycle's ledger
   * had: silver may have been rolled back, and then moved by a cycle planned before the rollback.
   */
  private boolean isAtOrStandsFor(String cycle, Ledger found) {
    if (found.cycle().equals(cycle)) {
      return true;
    }
    Ledger committed = committedAs(cycle);
    return committed != null && committed.newestDeadLetters().equals(found.newestDeadLetters());
  }

  /** A cycle's ledger from any snapshot, including those that were rolled back. */
  private @Nullable Ledger committedAs(String cycle) {
    for (Snapshot snapshot : deadLetters.snapshots()) {
      String json = snapshot.summary().get(TableLedgers.KEY + topic);
      Ledger ledger = json == null ? null : Ledger.fromJson(json);
      if (ledger != null && ledger.cycle().equals(cycle)) {
        return ledger;
      }
    }
    return null;
  }
}
