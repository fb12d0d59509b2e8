package com.k2.marketdata.operate.offsets;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.ledger.SkippedRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/**
 * The rows of a topic before it was recreated.
 *
 * @param topicId the id of the topic now
 */
public record FormerTopics(String topicId) {

  /**
   * Empty skipped ranges at the ends of the former rows, as a ledger has them after it moved to a
   * recreated topic.
   *
   * @param why the reason to record
   */
  public List<SkippedRange> ends(TableOffsets rows, String why) {
    List<SkippedRange> ends = new ArrayList<>();
    for (String id : rows.formerTopicIds(topicId)) {
      for (int partition : rows.partitions(id)) {
        long end = rows.of(id, partition).end();
        ends.add(new SkippedRange(id, partition, end, end, why));
      }
    }
    return ends;
  }

  /**
   * Requires silver to have processed bronze's former rows. If bronze has no such rows any more,
   * rows of the present topic in silver show that an operator has accepted it.
   *
   * @param outcomes the offsets in silver and the dead letters
   * @param ledgers ledgers that record skipped ranges
   * @throws HoleException with the offsets that are in neither table and were not skipped; or if
   *     bronze cannot show it
   */
  public void requireProcessed(
      TableOffsets bronze, TableOffsets outcomes, Collection<Ledger> ledgers, String silver) {
    SortedSet<String> unknown = outcomes.formerTopicIds(topicId);
    unknown.removeAll(bronze.byTopicId().keySet());
    if (!unknown.isEmpty() && outcomes.partitions(topicId).isEmpty()) {
      throw new HoleException(
          silver
              + " has rows of former ids of the topic ("
              + String.join(", ", unknown)
              + ") but none of the present one, and bronze has no rows of the former ids: it is not"
              + " known whether silver has processed all of them. Nothing was changed. Set the"
              + " position with `k2 ledger set`, to read the new topic.");
    }
    for (String id : bronze.formerTopicIds(topicId)) {
      OffsetList missing = new OffsetList();
      for (int partition : bronze.partitions(id)) {
        missing.add(
            partition,
            bronze
                .of(id, partition)
                .minus(outcomes.of(id, partition))
                .minus(skipped(ledgers, id, partition)));
      }
      if (!missing.isEmpty()) {
        throw new HoleException(
            "The topic was recreated, and bronze has messages of its former id "
                + id
                + " that are neither in "
                + silver
                + " nor in the dead letters: "
                + missing
                + ". With a position in the present topic, silver would never process them. Nothing"
                + " was changed. Restore silver's rows; or, to give them up, set the position with"
                + " `k2 ledger set`.");
      }
    }
  }

  private static Offsets skipped(Collection<Ledger> ledgers, String id, int partition) {
    Offsets skipped = Offsets.NONE;
    for (Ledger ledger : ledgers) {
      for (SkippedRange range : ledger.skipped()) {
        if (range.topicId().equals(id) && range.partition() == partition && !range.hadNoRow()) {
          skipped = skipped.plus(Offsets.range(range.from(), range.to()));
        }
      }
    }
    return skipped;
  }
}
