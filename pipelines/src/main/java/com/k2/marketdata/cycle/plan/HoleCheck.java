package com.k2.marketdata.cycle.plan;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.SystemFaultException;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.kafka.TruncationCheck;
import com.k2.marketdata.lake.ledger.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Finds records that are missing between the tables' positions and Kafka's logs. Kafka is queried
 * only for partitions whose leader has changed since the last query or since the position was
 * committed.
 */
final class HoleCheck {
  private final TruncationCheck lineage;
  private Set<Continued> continued = Set.of();

  /** A read that the log of an epoch continues. This stays true for the whole epoch. */
  private record Continued(TruncationCheck.Read read, int epoch) {}

  HoleCheck(TruncationCheck lineage) {
    this.lineage = lineage;
  }

  /**
   * Checks a state that may have been read before the tables. If a position is beyond its end,
   * another driver may have moved the position since, so the state is read again first.
   *
   * @return the state that was checked
   */
  TopicState require(List<Ledger> ledgers, TopicState before, Supplier<TopicState> again) {
    TopicState state = isBeyondEnd(ledgers, before) ? again.get() : before;
    require(ledgers, state);
    return state;
  }

  private static boolean isBeyondEnd(List<Ledger> ledgers, TopicState state) {
    return state.end().entrySet().stream()
        .anyMatch(end -> ledgers.stream().anyMatch(l -> l.next(end.getKey()) > end.getValue()));
  }

  /**
   * Requires that Kafka still has the lowest position, that no position is beyond the end, and that
   * Kafka's logs continue what each table was read from.
   *
   * @param ledgers the ledgers of the tables that take part
   * @param state read before this call, so that a truncation in between is found: now by the query,
   *     or later by its epoch
   * @throws HoleException with every hole and how to repair it
   * @throws SystemFaultException if Kafka does not respond
   */
  void require(List<Ledger> ledgers, TopicState state) {
    SortedSet<Integer> partitions = new TreeSet<>(state.end().keySet());
    for (Ledger ledger : ledgers) {
      TopicGuard.requireSame(
          new TopicIdentity(ledger.cluster(), state.identity().topic(), ledger.topicId()),
          state.identity(),
          "the tables' position is of");
      partitions.addAll(ledger.next().keySet());
    }
    List<String> holes = new ArrayList<>();
    Set<Continued> claims = new LinkedHashSet<>();
    for (int partition : partitions) {
      Long start = state.start().get(partition);
      Long end = state.end().get(partition);
      if (start == null || end == null) {
        holes.add("partition " + partition + " is gone from the topic");
        continue;
      }
      long lowest = ledgers.stream().mapToLong(l -> l.next(partition)).min().orElse(0);
      long highest = ledgers.stream().mapToLong(l -> l.next(partition)).max().orElse(0);
      if (lowest < start) {
        holes.add(
            String.format(
                "partition %d begins at %d, but the position is %d: offsets %d to %d were"
                    + " deleted before they were read",
                partition, start, lowest, lowest, start - 1));
      }
      if (highest > end) {
        holes.add(
            String.format(
                "partition %d ends at %d, but the position is %d: Kafka has lost records and will"
                    + " reuse their offsets; wait until the partition ends at or above the position"
                    + " and follow \"Lost records\" in docs/operations.md, or continue with a new"
                    + " topic",
                partition, end, highest));
      } else {
        ledgers.forEach(ledger -> claim(ledger, partition, state, claims));
      }
    }
    holes.addAll(partings(state.identity().topic(), claims));
    if (!holes.isEmpty()) {
      throw new HoleException(
          "Topic "
              + state.identity().topic()
              + " has a hole: "
              + String.join("; ", holes)
              + ". Restore the records, or skip them permanently with `k2 ledger set"
              + " --exchange=… --partition=N --next=OFFSET`.");
    }
    continued = claims;
  }

  /** A position read in the current epoch needs no query: the log has only grown since. */
  private static void claim(Ledger ledger, int partition, TopicState state, Set<Continued> claims) {
    Integer then = ledger.epochs().get(partition);
    Integer now = state.epochs().get(partition);
    if (then != null && now != null && !then.equals(now)) {
      claims.add(
          new Continued(new TruncationCheck.Read(partition, ledger.next(partition), then), now));
    }
  }

  private List<String> partings(String topic, Set<Continued> claims) {
    Set<TruncationCheck.Read> open = new LinkedHashSet<>();
    claims.stream()
        .filter(claim -> !continued.contains(claim))
        .forEach(claim -> open.add(claim.read()));
    return open.isEmpty()
        ? List.of()
        : lineage.partings(topic, open).stream().map(HoleCheck::describe).toList();
  }

  private static String describe(TruncationCheck.Parting parting) {
    TruncationCheck.Read read = parting.read();
    return parting.offset().isEmpty()
        ? String.format(
            "partition %d has no epoch %d, in which its offsets below the position %d were read: it"
                + " lost records, and other messages may have their offsets now; decide what"
                + " happens to those, and continue from %d (--next=%d) or with a new topic",
            read.partition(), read.epoch(), read.position(), read.position(), read.position())
        : String.format(
            "partition %d lost records that were read before, and has other messages from offset %d"
                + " on, but the position is %d: those at %d to %d would never be read; decide what"
                + " happens to them, and continue from %d (--next=%d) or with a new topic",
            read.partition(),
            parting.offset().getAsLong(),
            read.position(),
            parting.offset().getAsLong(),
            read.position() - 1,
            read.position(),
            read.position());
  }
}
