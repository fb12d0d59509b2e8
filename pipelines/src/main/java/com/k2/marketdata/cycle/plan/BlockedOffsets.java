package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.kafka.TopicState;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets of a topic that exist but cannot be read, because an open transaction precedes them.
 * A partition is blocked from the first state that shows such offsets until its readable end moves.
 * Not thread-safe.
 */
final class BlockedOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(BlockedOffsets.class);

  private final String topic;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final SortedMap<Integer, Blocked> partitions = new TreeMap<>();
  private boolean logged;

  private record Blocked(long from, long offsets, long sinceNanos) {}

  /**
   * @param limit how long a partition may be blocked
   */
  BlockedOffsets(String topic, Duration limit, LongSupplier nanoTime) {
    this.topic = topic;
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  /** Takes a newer state of the topic. Logs once when a partition is blocked for too long. */
  void update(TopicState state) {
    partitions.keySet().retainAll(state.end().keySet());
    state.end().forEach((partition, end) -> update(partition, end, state.blocked(partition)));
    Optional<String> late = tooLong();
    if (late.isPresent() && !logged) {
      LOG.warn("{}", late.get());
    }
    logged = late.isPresent();
  }

  private void update(int partition, long end, long offsets) {
    Blocked before = partitions.remove(partition);
    if (offsets > 0) {
      boolean still = before != null && before.from() == end;
      partitions.put(
          partition, new Blocked(end, offsets, still ? before.sinceNanos() : nanoTime.getAsLong()));
    }
  }

  /** How many offsets are blocked in all partitions. */
  long total() {
    return partitions.values().stream().mapToLong(Blocked::offsets).sum();
  }

  /** A sentence that names all blocked partitions; empty if there are none. */
  Optional<String> any() {
    return describe(partitions, "");
  }

  /** A sentence that names the partitions that are blocked for longer than the limit. */
  Optional<String> tooLong() {
    long now = nanoTime.getAsLong();
    SortedMap<Integer, Blocked> late = new TreeMap<>(partitions);
    late.values().removeIf(blocked -> now - blocked.sinceNanos() <= limit.toNanos());
    return describe(late, " for more than " + limit.toSeconds() + " s (--maxBlockedTime)");
  }

  private Optional<String> describe(SortedMap<Integer, Blocked> some, String howLong) {
    if (some.isEmpty()) {
      return Optional.empty();
    }
    String which =
        some.entrySet().stream()
            .map(
                entry ->
                    String.format(
                        "%s-%d from offset %d on (%d so far)",
                        topic, entry.getKey(), entry.getValue().from(), entry.getValue().offsets()))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "An open transaction blocks "
            + which
            + howLong
            + ": these offsets are read once it is committed or aborted. To find its producer, run"
            + " Kafka's `kafka-transactions.sh find-hanging`.");
  }
}
