package com.k2.marketdata.lake.deadletter;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThan;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.or;

import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.DeadLetterTable;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;

/** The dead letters of a topic at or above silver's position. */
record DeadLetterRange(String topic, Ledger silver) {

  boolean contains(Record row) {
    return topic.equals(row.getField(DeadLetterTable.KAFKA_TOPIC))
        && silver.topicId().equals(row.getField(DeadLetterTable.KAFKA_TOPIC_ID))
        && (long) row.getField(DeadLetterTable.KAFKA_OFFSET)
            >= silver.next((int) row.getField(DeadLetterTable.KAFKA_PARTITION));
  }

  /** A filter by which Iceberg skips files whose column bounds rule out such a row. */
  Expression filter() {
    int partitions = silver.next().isEmpty() ? 0 : silver.next().lastKey() + 1;
    Expression ofTopic =
        and(
            equal(DeadLetterTable.KAFKA_TOPIC, topic),
            equal(DeadLetterTable.KAFKA_TOPIC_ID, silver.topicId()));
    Expression unknownPartition = greaterThan(DeadLetterTable.KAFKA_PARTITION, partitions - 1);
    return and(
        ofTopic, partitions == 0 ? unknownPartition : or(unknownPartition, anyOf(0, partitions)));
  }

  /** A balanced tree: expressions are visited recursively, and a topic may have many partitions. */
  private Expression anyOf(int from, int to) {
    if (to - from > 1) {
      int middle = (from + to) >>> 1;
      return or(anyOf(from, middle), anyOf(middle, to));
    }
    return and(
        equal(DeadLetterTable.KAFKA_PARTITION, from),
        greaterThanOrEqual(DeadLetterTable.KAFKA_OFFSET, silver.next(from)));
  }
}
