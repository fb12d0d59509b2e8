package com.k2.marketdata.verify.row;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;

/** The columns of a row's Kafka coordinates. */
record Coordinates(Column topicId, Column partition, Column offset) {
  static Coordinates of(TableRole role, Schema rows) {
    return switch (role) {
      case BRONZE -> of(rows, BronzeTable.TOPIC_ID, BronzeTable.PARTITION, BronzeTable.OFFSET);
      case SILVER ->
          of(
              rows,
              SilverTable.KAFKA_TOPIC_ID,
              SilverTable.KAFKA_PARTITION,
              SilverTable.KAFKA_OFFSET);
      case DEAD_LETTERS ->
          of(
              rows,
              DeadLetterTable.KAFKA_TOPIC_ID,
              DeadLetterTable.KAFKA_PARTITION,
              DeadLetterTable.KAFKA_OFFSET);
    };
  }

  private static Coordinates of(Schema rows, String topicId, String partition, String offset) {
    return new Coordinates(
        Column.of(rows, topicId), Column.of(rows, partition), Column.of(rows, offset));
  }

  String topicId(StructLike row) {
    return String.valueOf(topicId.value(row));
  }

  int partition(StructLike row) {
    return partition.value(row, Integer.class);
  }

  long offset(StructLike row) {
    return offset.value(row, Long.class);
  }
}
