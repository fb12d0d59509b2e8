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
 * Which rows of bronze a cycle takes: those of one topic, by its id, within offset ranges, at most
 * one range per partition. To ask for a row takes the same time however many partitions there are.
 * It travels with every task, so it is as small as it can be.
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

  /** As Iceberg's filter, for finding files and row groups that may hold such rows. */
  public Expression filter() {
    return and(equal(BronzeTable.TOPIC_ID, topicId), anyOf(0, to.length));
  }

  String topic() {
    return topic;
  }

  String topicId() {
    return topicId;
  }

  /** Exactly, for one row. */
  boolean takes(String rowTopicId, int partition, long offset) {
    return partition < to.length
        && offset >= from[partition]
        && offset < to[partition]
        && topicId.equals(rowTopicId);
  }

  /** By halves: filters are walked recursively, and one as deep as it is long ends the stack. */
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
