package com.k2.marketdata.verify.report;

import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds the ledgers of an exchange's tables against each other. */
public final class LedgerCheck {
  private final PinnedLake lake;
  private final List<String> disagreements = new ArrayList<>();

  private LedgerCheck(PinnedLake lake) {
    this.lake = lake;
  }

  /** A sentence for each disagreement; none if all agree. */
  public static List<String> of(PinnedLake lake) {
    LedgerCheck check = new LedgerCheck(lake);
    lake.tables().positioned().forEach(check::requireLedger);
    lake.topics().forEach(check::topic);
    return List.copyOf(check.disagreements);
  }

  private void requireLedger(PinnedTable table) {
    if (table.snapshot() != null && table.ledgers().byTopic().isEmpty()) {
      disagreements.add(
          table.name()
              + " has snapshots but no position, so that nothing tells which offsets its rows"
              + " should cover. Set it with `k2 ledger set`.");
    }
  }

  private void topic(String topic) {
    Optional<Ledger> bronze = lake.ledger(TableRole.BRONZE, topic);
    Optional<Ledger> silver = lake.ledger(TableRole.SILVER, topic);
    if (silver.isPresent() && lake.tables().has(TableRole.BRONZE)) {
      if (bronze.isEmpty()) {
        disagreements.add(
            name(TableRole.SILVER)
                + " has a position in "
                + topic
                + ", but "
                + name(TableRole.BRONZE)
                + " has none. Was bronze made anew? Take silver back with `k2 rollback`, or set"
                + " bronze's position with `k2 ledger set`.");
      } else {
        compare(topic, bronze.get(), silver.get());
      }
    }
    if (lake.deadLetterState(topic).equals(Optional.of(DeadLetterState.BEHIND))) {
      disagreements.add(
          "Dead letters of "
              + topic
              + " that "
              + name(TableRole.SILVER)
              + " has counted are missing from "
              + name(TableRole.DEAD_LETTERS)
              + ". Was it rolled back by hand? Put it back with its own history, or take silver"
              + " back with `k2 rollback` to a time when both agreed.");
    }
  }

  private void compare(String topic, Ledger bronze, Ledger silver) {
    if (!bronze.cluster().equals(silver.cluster()) || !bronze.topicId().equals(silver.topicId())) {
      disagreements.add(
          name(TableRole.BRONZE)
              + " is of topic "
              + topic
              + " with id "
              + bronze.topicId()
              + " on cluster "
              + bronze.cluster()
              + ", but "
              + name(TableRole.SILVER)
              + " of id "
              + silver.topicId()
              + " on cluster "
              + silver.cluster()
              + ". Accept the new topic for both with `k2 ledger set --new-topic`.");
      return;
    }
    silver
        .next()
        .forEach(
            (partition, next) -> {
              if (next > bronze.next(partition)) {
                disagreements.add(
                    String.format(
                        "%s is at offset %d of %s-%d, but %s is further, at %d: bronze went back."
                            + " Take silver back too with `k2 rollback`, or let bronze catch up.",
                        name(TableRole.BRONZE),
                        bronze.next(partition),
                        topic,
                        partition,
                        name(TableRole.SILVER),
                        next));
              }
            });
  }

  private String name(TableRole table) {
    return lake.name(table);
  }
}
