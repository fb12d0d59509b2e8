package com.k2.marketdata.operate;

import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.Map;
import java.util.Optional;

/** Whether the messages that a roll-back leaves to process again are still to be had. */
record RetentionCheck(ExchangeLake lake, Optional<TopicState> kafka) {

  /**
   * Bronze may go back only as far as Kafka can give the messages again.
   *
   * @throws UsageException if it cannot, or could not be asked
   */
  void requireFrom(Ledger bronze) {
    TopicState state =
        kafka.orElseThrow(
            () ->
                new UsageException(
                    "Bronze goes back only if Kafka still has its messages, and Kafka could not be"
                        + " asked: name it with --bootstrapServers=host:port, or leave --bronze"
                        + " out."));
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
                      + ": Kafka has deleted them. Leave --bronze out: `k2 run silver` makes silver"
                      + " from bronze again.");
            });
  }

  /**
   * How to go on after silver went back to this position alone.
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
          "Neither Kafka nor bronze has " + gone.get() + ", so silver could not be made again.");
    }
    return gone.map(
        offsets ->
            "Kafka has deleted "
                + offsets
                + "; bronze has them. Go on with `k2 run silver --exchange="
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
