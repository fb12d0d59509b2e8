package com.k2.marketdata.operate.mend;

import com.k2.marketdata.failure.HoleException;
import com.k2.marketdata.failure.UsageException;
import com.k2.marketdata.lake.ledger.TableLedgers;
import com.k2.marketdata.lake.read.TopicRows;
import com.k2.marketdata.operate.ExchangeLake;
import com.k2.marketdata.operate.offsets.TableOffsets;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Which topics the rows of a table are of.
 *
 * @param topicId the id of the topic in Kafka now
 */
record TableTopics(ExchangeLake.Named table, String topicId) {

  /**
   * Requires rows of the topic. Rows of another topic, or of a former one only, say nothing about
   * the offsets of this one.
   *
   * @throws HoleException if all rows are of former ids of the topic
   * @throws UsageException if no row is of the topic
   */
  void requireRows(TableOffsets rows) {
    if (!rows.partitions(topicId).isEmpty()) {
      return;
    }
    if (rows.rows() > 0) {
      throw new HoleException(
          table.name()
              + " has rows of topic "
              + table.topic()
              + ", but with other ids ("
              + String.join(", ", rows.byTopicId().keySet())
              + ") than Kafka's topic ("
              + topicId
              + "): the topic was recreated. Nothing was changed. Set the position with `k2 ledger"
              + " set`, to read the new topic.");
    }
    SortedSet<String> others = others();
    throw new UsageException(
        table.name()
            + " has no rows of topic "
            + table.topic()
            + (others.isEmpty()
                ? ". Set the position with `k2 ledger set`."
                : ", but of " + String.join(", ", others) + ". Choose one with --topic."));
  }

  /** A sentence about rows of former ids; empty if none are. */
  Optional<String> formerRows(TableOffsets rows) {
    SortedSet<String> former = rows.formerTopicIds(topicId);
    return former.isEmpty()
        ? Optional.empty()
        : Optional.of(
            table.name()
                + " also has rows of former ids of the topic, which are not checked: "
                + String.join(", ", former)
                + ".");
  }

  /** A sentence about rows of other topics without a position; empty if none are. */
  Optional<String> topicsWithoutPosition() {
    SortedSet<String> others = others();
    others.removeAll(TableLedgers.read(table.table()).byTopic().keySet());
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            table.name()
                + " also has rows of "
                + String.join(", ", others)
                + " without a position. Mend these too, with --topic: pipelines that read them hold"
                + " until then.");
  }

  private SortedSet<String> others() {
    return new TopicRows(table.table(), table.topic()).otherTopics();
  }
}
