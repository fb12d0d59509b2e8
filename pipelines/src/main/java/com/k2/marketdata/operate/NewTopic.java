package com.k2.marketdata.operate;

import com.k2.marketdata.cycle.CycleIds;
import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accepts a topic that was recreated, or that moved to another cluster. */
public final class NewTopic {
  private NewTopic() {}

  /** Where to start in the new topic. */
  public enum Start {
    EARLIEST,
    LATEST,
    /** The table's position, if the topic is the same one and only its identity has changed. */
    POSITION
  }

  /**
   * Plans new positions for the tables that are still at the old topic.
   *
   * @param why the reason to record in the ledgers
   * @throws HoleException if bronze has lost its ledger
   * @throws UsageException if silver has not processed all of bronze's rows of the old topic, or if
   *     {@code start} is {@link Start#POSITION} and the two topics' offsets are unrelated
   */
  public static LedgerPlan plan(ExchangeLake lake, TopicState topic, Start start, String why) {
    String cycle = CycleIds.next();
    List<LedgerPlan.Step> steps = new ArrayList<>();
    for (ExchangeLake.Named table : lake.positioned()) {
      Optional<Ledger> ledger = table.ledger();
      if (ledger.isPresent() && !isOf(ledger.get(), topic)) {
        Ledger after =
            ledger
                .get()
                .inNewTopic(
                    topic.identity(),
                    cycle,
                    CycleIds.clock(ledger.get().clock()),
                    beginning(table, ledger.get(), topic, start),
                    why)
                .withEpochs(topic.epochs());
        steps.add(LedgerPlan.Step.move(table, ledger.get(), after));
      }
    }
    steps.stream()
        .filter(step -> lake.silver().equals(Optional.of(step.table())))
        .forEach(step -> requireAllOfBronze(lake, step.before().orElseThrow()));
    return new LedgerPlan(lake, steps, List.of());
  }

  private static Map<Integer, Long> beginning(
      ExchangeLake.Named table, Ledger old, TopicState topic, Start start) {
    return switch (start) {
      case EARLIEST -> topic.start();
      case LATEST -> topic.end();
      case POSITION -> position(table, old, topic);
    };
  }

  private static Map<Integer, Long> position(
      ExchangeLake.Named table, Ledger old, TopicState topic) {
    TopicIdentity identity = new TopicIdentity(old.cluster(), table.topic(), old.topicId());
    if (identity.isAssignedByKafka() || !old.cluster().equals(topic.identity().cluster())) {
      throw new UsageException(
          table.name()
              + " is at offsets of topic id "
              + old.topicId()
              + " on cluster "
              + old.cluster()
              + ", which are unrelated to those of "
              + topic.identity().topicId()
              + " on cluster "
              + topic.identity().cluster()
              + ". Use --at=earliest or --at=latest.");
    }
    old.next()
        .forEach(
            (partition, next) -> {
              long end = topic.end().getOrDefault(partition, 0L);
              if (next > end) {
                throw new UsageException(
                    String.format(
                        "%s is at offset %d of partition %d, but the partition ends at %d, so the"
                            + " topic was recreated or has lost records. Use --at=earliest or"
                            + " --at=latest.",
                        table.name(), next, partition, end));
              }
            });
    return old.next();
  }

  private static boolean isOf(Ledger ledger, TopicState topic) {
    return ledger.topicId().equals(topic.identity().topicId())
        && ledger.cluster().equals(topic.identity().cluster());
  }

  private static void requireAllOfBronze(ExchangeLake lake, Ledger silver) {
    lake.bronze()
        .filter(ExchangeLake.Named::hasLostLedger)
        .ifPresent(
            table -> {
              throw new HoleException(
                  table.name()
                      + " has lost its position, so it is not known whether silver has processed"
                      + " all of its messages of the old topic. Nothing was changed. Rebuild it"
                      + " first with `k2 ledger mend --exchange="
                      + lake.exchange()
                      + "`.");
            });
    Optional<Ledger> bronze = lake.bronze().flatMap(ExchangeLake.Named::ledger);
    silver
        .next()
        .forEach(
            (partition, next) -> {
              long bronzeEnd =
                  bronze.map(ledger -> end(ledger, silver.topicId(), partition)).orElse(0L);
              if (bronzeEnd > next) {
                throw new UsageException(
                    "Silver is at offset "
                        + next
                        + " of partition "
                        + partition
                        + " of the old topic, but bronze is at "
                        + bronzeEnd
                        + ". Run `k2 run silver --exchange="
                        + lake.exchange()
                        + "` first, so that silver processes the rest.");
              }
            });
  }

  /** Bronze's last position in a topic, also if bronze has moved to the new topic already. */
  private static long end(Ledger bronze, String topicId, int partition) {
    return bronze.topicId().equals(topicId)
        ? bronze.next(partition)
        : bronze.skipped().stream()
            .filter(skip -> skip.topicId().equals(topicId) && skip.partition() == partition)
            .mapToLong(SkippedRange::from)
            .max()
            .orElse(0);
  }
}
