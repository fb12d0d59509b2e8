package com.k2.marketdata.lake.read;

import static org.apache.iceberg.expressions.Expressions.alwaysFalse;
import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.lessThan;
import static org.apache.iceberg.expressions.Expressions.or;

import com.k2.marketdata.kafka.OffsetRange;
import com.k2.marketdata.lake.table.BronzeTable;
import java.io.Serializable;
import java.util.List;
import org.apache.iceberg.expressions.Expression;

/**
 * The rows of bronze that a cycle reads: those of one topic id within offset ranges, at most one
 * range per partition. Checking a row takes constant time. It is serialized with every task, so it
 * is kept small.
 */
public final class BronzeSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final String topicId;
  private final long[] from;
  private final long[] to;

  /**
   * @param topicId Kafka's id of the topic
   */
  public BronzeSelection(String topic, String topicId, List<OffsetRange> ranges) {
    this.topic = topic;
    this.topicId = topicId;
    int partitions = ranges.stream().mapToInt(range -> range.partition() + 1).max().orElse(0);
    this.from = new long[partitions];
    this.to = new long[partitions];
    for (OffsetRange range : ranges) {
      from[range.partition()] = range.from();
      to[range.partition()] = range.to();
    }
  }

  /** An Iceberg filter that finds the files and row groups that may hold such rows. */
  public Expression filter() {
    return and(equal(BronzeTable.TOPIC_ID, topicId), anyOf(0, to.length));
  }

  String topic() {
    return topic;
  }

  String topicId() {
    return topicId;
  }

  /** Whether a row is selected. */
  boolean selects(String rowTopicId, int partition, long offset) {
    return partition < to.length
        && offset >= from[partition]
        && offset < to[partition]
        && topicId.equals(rowTopicId);
  }

  /** Balanced, because filters are visited recursively: a chain would overflow the stack. */
  private Expression anyOf(int begin, int end) {
    if (end - begin > 1) {
      int half = (begin + end) >>> 1;
      return or(anyOf(begin, half), anyOf(half, end));
    }
    if (begin == end || from[begin] == to[begin]) {
      return alwaysFalse();
    }
    return and(
        equal(BronzeTable.PARTITION, begin),
        greaterThanOrEqual(BronzeTable.OFFSET, from[begin]),
        lessThan(BronzeTable.OFFSET, to[begin]));
  }
}
