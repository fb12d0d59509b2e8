package com.k2.marketdata.cycle;

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

/**
 * Looks for records that are missing between the tables' positions and what Kafka has. Kafka is
 * asked something only where a partition's leader changed since it was last asked, or since the
 * position was committed.
 */
final class HoleCheck {
  private final TruncationCheck lineage;
  private Set<Continued> continued = Set.of();

  /** A read that the log of an epoch continues: once it does, it does as long as that epoch is. */
  private record Continued(TruncationCheck.Read read, int epoch) {}

  HoleCheck(TruncationCheck lineage) {
    this.lineage = lineage;
  }

  /**
   * @param ledgers of the tables that take part: the lowest position must still be in Kafka, none
   *     may be beyond its end, and Kafka's logs must continue what each was made from
   * @param state listed before this call, so that a log that is truncated in between is noticed:
   *     now by the answer, or later by its epoch
   * @throws HoleException that names every hole and how to mend it
   * @throws SystemFaultException if Kafka does not answer
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
                "partition %d ends at %d, but the position is %d: Kafka has lost records and"
                    + " will give their offsets to others, so go on with a new topic",
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
              + ". Bring the records back, or pass over them for good with `k2 ledger set"
              + " --exchange=… --partition=N --next=OFFSET`.");
    }
    continued = claims;
  }

  /** A position of the epoch that still leads needs no question: its log has only grown. */
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
            "partition %d does not know epoch %d, in which its offsets below the position %d were"
                + " read: it lost records, and other messages may have their offsets now; decide"
                + " what becomes of those, and go on from %d (--next=%d) or with a new topic",
            read.partition(), read.epoch(), read.position(), read.position(), read.position())
        : String.format(
            "partition %d lost records that were read before, and from offset %d on it has other"
                + " messages, but the position is %d: those at %d to %d would never be read;"
                + " decide what becomes of them, and go on from %d (--next=%d) or with a new topic",
            read.partition(),
            parting.offset().getAsLong(),
            read.position(),
            parting.offset().getAsLong(),
            read.position() - 1,
            read.position(),
            read.position());
  }
}
