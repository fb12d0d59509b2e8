package com.k2.marketdata.verify.report;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.catalog.LostTables;
import com.k2.marketdata.lake.deadletter.DeadLetterState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.PinnedLake;
import com.k2.marketdata.verify.scan.PinnedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the ledgers of an exchange's tables with each other, and reports lost tables. */
public final class LedgerCheck {
  private final PinnedLake lake;
  private final List<String> disagreements = new ArrayList<>();

  private LedgerCheck(PinnedLake lake) {
    this.lake = lake;
  }

  /** A sentence for each disagreement; empty if the ledgers agree. */
  public static List<String> of(PinnedLake lake) {
    LedgerCheck check = new LedgerCheck(lake);
    lake.lost().forEach(table -> check.disagreements.add(LostTables.message(List.of(table))));
    lake.tables().positioned().forEach(check::requireLedger);
    lake.topics().forEach(check::topic);
    return List.copyOf(check.disagreements);
  }

  private void requireLedger(PinnedTable table) {
    if (hasLostLedgers(table)) {
      disagreements.add(
          table.name()
              + " has snapshots but no position, so the offsets that it should have are not known."
              + " Rebuild its position from its rows with `k2 ledger mend --exchange="
              + lake.exchange().name()
              + "`.");
    }
  }

  private static boolean hasLostLedgers(PinnedTable table) {
    return table.snapshot() != null && table.ledgers().byTopic().isEmpty();
  }

  private void topic(String topic) {
    Optional<Ledger> bronze = lake.ledger(TableRole.BRONZE, topic);
    Optional<Ledger> silver = lake.ledger(TableRole.SILVER, topic);
    requireTopicId(TableRole.BRONZE, topic, bronze);
    requireTopicId(TableRole.SILVER, topic, silver);
    if (silver.isPresent() && lake.tables().has(TableRole.BRONZE)) {
      if (bronze.isPresent()) {
        compare(topic, bronze.get(), silver.get());
      } else if (!hasLostLedgers(lake.tables().require(TableRole.BRONZE))) {
        disagreements.add(
            name(TableRole.SILVER)
                + " has a position in "
                + topic
                + ", but "
                + name(TableRole.BRONZE)
                + " has none. Was bronze recreated? Roll silver back with `k2 rollback`, or set"
                + " bronze's position with `k2 ledger set`.");
      }
    }
    lake.lostDeadLetters(topic).ifPresent(disagreements::add);
    if (!lake.deadLetterState(topic).equals(Optional.of(DeadLetterState.BEHIND))) {
      return;
    }
    if (lake.ledger(TableRole.DEAD_LETTERS, topic).isEmpty()
        && lake.tables().has(TableRole.DEAD_LETTERS)) {
      disagreements.add(
          name(TableRole.DEAD_LETTERS)
              + " has no position in "
              + topic
              + ", although "
              + name(TableRole.SILVER)
              + " has recorded dead letters. If another tool expired the snapshots that had it,"
              + " rebuild it with `k2 ledger mend --exchange="
              + lake.exchange().name()
              + " --topic="
              + topic
              + "`.");
    } else {
      disagreements.add(
          "Dead letters of "
              + topic
              + " that "
              + name(TableRole.SILVER)
              + " has recorded are missing from "
              + name(TableRole.DEAD_LETTERS)
              + ". Was that table rolled back by hand? Restore its newest snapshot, or roll silver"
              + " back with `k2 rollback` to a time before the dead letters were written.");
    }
  }

  private void requireTopicId(TableRole table, String topic, Optional<Ledger> ledger) {
    if (ledger.isPresent() && ledger.get().topicId().equals(TopicIdentity.NO_ID)) {
      disagreements.add(
          name(table)
              + " holds rows of topic "
              + topic
              + " that were read without a topic id, so messages of a recreated topic may be"
              + " missing or mixed with them. See docs/operations.md, \"Brokers without topic"
              + " ids\".");
    }
  }

  private void compare(String topic, Ledger bronze, Ledger silver) {
    if (!bronze.cluster().equals(silver.cluster()) || !bronze.topicId().equals(silver.topicId())) {
      disagreements.add(
          name(TableRole.BRONZE)
              + " holds rows of topic "
              + topic
              + " with id "
              + bronze.topicId()
              + " on cluster "
              + bronze.cluster()
              + ", but "
              + name(TableRole.SILVER)
              + " holds rows of id "
              + silver.topicId()
              + " on cluster "
              + silver.cluster()
              + ". Accept the new topic for both tables with `k2 ledger set --new-topic`.");
      return;
    }
    silver
        .next()
        .forEach(
            (partition, next) -> {
              if (next > bronze.next(partition)) {
                disagreements.add(
                    String.format(
                        "%s is at offset %d of %s-%d, behind %s at offset %d: bronze was rolled"
                            + " back. Let bronze catch up with `k2 run bronze`, or roll silver back"
                            + " too with `k2 rollback`.",
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
