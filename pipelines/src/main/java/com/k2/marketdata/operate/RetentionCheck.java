package com.k2.marketdata.operate;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.Map;
import java.util.Optional;

/** Checks that the messages to process again after a rollback are still available. */
record RetentionCheck(ExchangeLake lake, Optional<TopicState> kafka) {

  /**
   * Requires that Kafka still has the messages from bronze's new position on.
   *
   * @throws UsageException if it does not, or if Kafka is not available
   */
  void requireFrom(Ledger bronze) {
    TopicState state =
        kafka.orElseThrow(
            () ->
                new UsageException(
                    "Bronze can be rolled back only if Kafka still has the messages, and Kafka could"
                        + " not be reached to check that. Give --bootstrapServers=host:port, or roll"
                        + " back without --bronze."));
    TopicGuard.requireSame(
        new TopicIdentity(bronze.cluster(), lake.topic(), bronze.topicId()),
        state.identity(),
        "bronze holds rows of");
    gone(state, bronze)
        .ifPresent(
            gone -> {
              throw new UsageException(
                  "Bronze is the only copy of "
                      + gone
                      + ": Kafka has deleted them. Roll back without --bronze: `k2 run silver` then"
                      + " rebuilds silver from bronze.");
            });
  }

  /**
   * How to continue if silver alone is rolled back to this position; empty if Kafka still has all
   * messages.
   *
   * @throws UsageException if neither Kafka nor bronze has the messages
   */
  Optional<String> noteForSilver(Ledger silver) {
    Optional<String> gone =
        kafka
            .filter(state -> state.identity().topicId().equals(silver.topicId()))
            .flatMap(state -> gone(state, silver));
    if (gone.isPresent() && !isInBronze(silver)) {
      throw new UsageException(
          "Neither Kafka nor bronze has "
              + gone.get()
              + ", so silver could not be rebuilt. Choose a later point with --to.");
    }
    return gone.map(
        offsets ->
            "Kafka has deleted "
                + offsets
                + ", but bronze has them. Continue with `k2 run silver --exchange="
                + lake.exchange()
                + "`.");
  }

  private static Optional<String> gone(TopicState state, Ledger from) {
    for (Map.Entry<Integer, Long> entry : state.start().entrySet()) {
      long next = from.next(entry.getKey());
      if (next < entry.getValue()) {
        return Optional.of(
            "offsets "
                + next
                + " to "
                + (entry.getValue() - 1)
                + " of partition "
                + entry.getKey());
      }
    }
    return Optional.empty();
  }

  private boolean isInBronze(Ledger silver) {
    Optional<Ledger> bronze = lake.bronze().flatMap(ExchangeLake.Named::ledger);
    return bronze.isPresent()
        && kafka.orElseThrow().start().entrySet().stream()
            .filter(entry -> silver.next(entry.getKey()) < entry.getValue())
            .allMatch(
                entry ->
                    bronze.get().first().getOrDefault(entry.getKey(), 0L)
                            <= silver.next(entry.getKey())
                        && bronze.get().next(entry.getKey()) >= entry.getValue());
  }
}
