package com.k2.marketdata.pipeline;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks for records that are missing between the tables' positions and what Kafka has. */
final class HoleCheck {
  private HoleCheck() {}

  /**
   * @param ledgers of the tables that take part: the lowest position must still be in Kafka, and
   *     none may be beyond its end
   * @throws HoleException that names every hole and how to mend it
   */
  static void require(List<Ledger> ledgers, TopicState state) {
    SortedSet<Integer> partitions = new TreeSet<>(state.end().keySet());
    for (Ledger ledger : ledgers) {
      TopicGuard.requireSame(
          new TopicIdentity(ledger.cluster(), state.identity().topic(), ledger.topicId()),
          state.identity(),
          "the tables' position is of");
      partitions.addAll(ledger.next().keySet());
    }
    List<String> holes = new ArrayList<>();
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
      }
    }
    if (!holes.isEmpty()) {
      throw new HoleException(
          "Topic "
              + state.identity().topic()
              + " has a hole: "
              + String.join("; ", holes)
              + ". Bring the records back, or pass over them for good with `k2 ledger set"
              + " --exchange=… --partition=N --next=OFFSET`.");
    }
  }
}
