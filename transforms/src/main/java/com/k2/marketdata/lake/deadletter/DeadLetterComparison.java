package com.k2.marketdata.lake.deadletter;

import com.k2.marketdata.lake.ledger.DeadLetterIntent;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.LedgerCommit;
import com.k2.marketdata.lake.ledger.TableLedgers;
import java.util.UUID;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Where a topic's dead letters stand, by their table as last refreshed: behind a cycle of silver's.
 * Usually that is the cycle that appended them. After silver went back the ledger has a new cycle
 * id, which nobody planned from, and names the cycle that it stands for in its own intent.
 */
final class DeadLetterComparison {
  private final Table deadLetters;
  private final String topic;

  DeadLetterComparison(Table deadLetters, String topic) {
    this.deadLetters = deadLetters;
    this.topic = topic;
  }

  /** A ledger that stands for a cycle under an id that no driver can know. */
  static Ledger anew(Ledger ledger, String standingFor) {
    return ledger
        .ofCycle("back-" + UUID.randomUUID())
        .withIntent(new DeadLetterIntent(standingFor, null, null, 0));
  }

  /** The cycle that a ledger of the dead-letter table stands for. */
  static String cycleOf(Ledger ledger) {
    return ledger.intent() == null ? ledger.cycle() : ledger.intent().cycle();
  }

  /** How they stand to silver. */
  DeadLetterState comparedTo(Ledger silver) {
    Ledger found = TableLedgers.read(deadLetters).of(topic).orElse(null);
    if (found == null) {
      return DeadLetterState.BEHIND;
    }
    DeadLetterIntent intent = silver.intent();
    if (intent != null && cycleOf(found).equals(intent.cycle())) {
      return DeadLetterState
          .IN_STEP; // though silver may have gone back over cycles without dead letters
    }
    if (intent != null && committedAs(intent.cycle()) != null) {
      // Silver's newest are behind later ones, unless somebody took them out of the history.
      return isInHistory(intent.cycle()) && isAhead(found, silver)
          ? DeadLetterState.AHEAD
          : DeadLetterState.BEHIND;
    }
    if (intent != null && isWhere(intent.previous(), found)) {
      return DeadLetterState.PENDING;
    }
    if (isAhead(found, silver)) {
      return DeadLetterState.AHEAD;
    }
    return intent == null ? DeadLetterState.IN_STEP : DeadLetterState.BEHIND;
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
   * Whether the ledger is of a cycle, or stands where that one did: silver may have gone back, and
   * then forward by a cycle that was planned before.
   */
  private boolean isWhere(@Nullable String cycle, Ledger found) {
    if (cycle == null || found.cycle().equals(cycle)) {
      return cycle != null;
    }
    Ledger committed = committedAs(cycle);
    return committed != null && cycleOf(committed).equals(cycleOf(found));
  }

  /** The ledger that any snapshot, also one that was rolled back, carries of a cycle. */
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
