package com.k2.marketdata.lake.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.k2.marketdata.kafka.TopicIdentity;
import com.k2.marketdata.lake.ledger.Ledger;
import com.k2.marketdata.lake.table.DeadLetterTable;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Evaluator;
import org.junit.jupiter.api.Test;

/** The filter that skips files never rules out a row that must be removed. */
class DeadLetterRangeTest {
  private static final int PARTITIONS = 6;
  private static final int OFFSETS = 10;

  @Test
  void filterAndRowCheckAgreeOnEveryRow() {
    List<Map<Integer, Long>> positions =
        List.of(
            Map.of(),
            Map.of(0, 0L),
            Map.of(0, 5L),
            Map.of(0, 5L, 1, 9L, 2, 0L),
            Map.of(0, 4L, 3, 7L), // 1 and 2 are not in the ledger
            Map.of(4, 3L));
    for (Map<Integer, Long> position : positions) {
      DeadLetterRange range = new DeadLetterRange("trades", silverAt(position));
      Evaluator filter = new Evaluator(DeadLetterTable.SCHEMA.asStruct(), range.filter());
      for (String topic : List.of("trades", "others")) {
        for (String topicId : List.of("id", "former")) {
          for (int partition = 0; partition < PARTITIONS; partition++) {
            for (long offset = 0; offset < OFFSETS; offset++) {
              Record row = row(topic, topicId, partition, offset);
              boolean removed = isAtOrAbove(position, row);
              assertThat(range.contains(row)).as("%s at %s", row, position).isEqualTo(removed);
              assertThat(filter.eval(row)).as("%s at %s", row, position).isEqualTo(removed);
            }
          }
        }
      }
    }
  }

  private static boolean isAtOrAbove(Map<Integer, Long> position, Record row) {
    int partition = (int) row.getField(DeadLetterTable.KAFKA_PARTITION);
    return row.getField(DeadLetterTable.KAFKA_TOPIC).equals("trades")
        && row.getField(DeadLetterTable.KAFKA_TOPIC_ID).equals("id")
        && (long) row.getField(DeadLetterTable.KAFKA_OFFSET)
            >= position.getOrDefault(partition, 0L);
  }

  private static Ledger silverAt(Map<Integer, Long> position) {
    return Ledger.starting(new TopicIdentity("cluster", "trades", "id"), "cycle", 1, position);
  }

  private static Record row(String topic, String topicId, int partition, long offset) {
    Record row = GenericRecord.create(DeadLetterTable.SCHEMA);
    row.setField(DeadLetterTable.KAFKA_TOPIC, topic);
    row.setField(DeadLetterTable.KAFKA_TOPIC_ID, topicId);
    row.setField(DeadLetterTable.KAFKA_PARTITION, partition);
    row.setField(DeadLetterTable.KAFKA_OFFSET, offset);
    return row;
  }
}
