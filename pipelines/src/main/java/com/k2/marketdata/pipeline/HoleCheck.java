package com.k2.marketdata.pipeline;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.kafka.TopicGuard;
import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.kafka.TopicState;
import com.k2.marketdata.lake.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks for records that are missing between a position and what Kafka has. */
final class HoleCheck {
  private HoleCheck() {}

  /**
   * @param ledger whose topic the positions are of
   * @param from the next offset to read, per partition
   * @throws HoleException that names every hole and how to mend it
   */
  static void require(Ledger ledger, Map<Integer, Long> from, TopicState state) {
    TopicIdentity ours =
        new TopicIdentity(ledger.cluster(), state.identity().topic(), ledger.topicId());
    TopicGuard.requireSame(ours, state.identity(), "the tables' position is of");
    Map<Integer, Long> positions = new TreeMap<>(from);
    state.end().keySet().forEach(partition -> positions.putIfAbsent(partition, 0L));
    List<String> holes = new ArrayList<>();
    positions.forEach(
        (partition, position) -> {
          Long start = state.start().get(partition);
          Long end = state.end().get(partition);
          if (start == null || end == null) {
            holes.add("partition " + partition + " is gone from the topic");
          } else if (position < start) {
            holes.add(
                String.format(
                    "partition %d begins at %d, but the position is %d: offsets %d to %d were"
                        + " deleted before they were read",
                    partition, start, position, position, start - 1));
          } else if (position > end) {
            holes.add(
                String.format(
                    "partition %d ends at %d, but the position is %d: Kafka has lost records",
                    partition, end, position));
          }
        });
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
