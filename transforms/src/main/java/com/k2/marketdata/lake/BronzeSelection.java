package com.k2.marketdata.lake;

import static org.apache.iceberg.expressions.Expressions.alwaysFalse;
import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.lessThan;
import static org.apache.iceberg.expressions.Expressions.or;

import com.k2.marketdata.kafka.OffsetRange;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.expressions.Expression;

/**
 * Which rows of bronze a cycle takes: those of one topic, by its id, within offset ranges, at most
 * one range per partition.
 */
public record BronzeSelection(String topic, String topicId, List<OffsetRange> ranges)
    implements Serializable {
  public BronzeSelection {
    ranges = List.copyOf(ranges);
  }

  /** As Iceberg's filter, for finding files and row groups that may hold such rows. */
  public Expression filter() {
    Expression offsets = alwaysFalse();
    for (OffsetRange range : ranges) {
      offsets =
          or(
              offsets,
              and(
                  equal(BronzeTable.PARTITION, range.partition()),
                  greaterThanOrEqual(BronzeTable.OFFSET, range.from()),
                  lessThan(BronzeTable.OFFSET, range.to())));
    }
    return and(equal(BronzeTable.TOPIC_ID, topicId), offsets);
  }

  /** Exactly, for one row. */
  boolean takes(String rowTopicId, int partition, long offset) {
    if (!topicId.equals(rowTopicId)) {
      return false;
    }
    for (OffsetRange range : ranges) {
      if (range.partition() == partition) {
        return offset >= range.from() && offset < range.to();
      }
    }
    return false;
  }
}
