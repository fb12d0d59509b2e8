package com.k2.marketdata.verify.scan;

import com.k2.marketdata.lake.table.BronzeTable;
import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;

/** The names of the columns that have the Kafka coordinates of a table's rows. */
public record CoordinateColumns(String topicId, String partition, String offset) {
  /** The columns of a table. */
  public static CoordinateColumns of(TableRole table) {
    return switch (table) {
      case BRONZE ->
          new CoordinateColumns(BronzeTable.TOPIC_ID, BronzeTable.PARTITION, BronzeTable.OFFSET);
      case SILVER ->
          new CoordinateColumns(
              SilverTable.KAFKA_TOPIC_ID, SilverTable.KAFKA_PARTITION, SilverTable.KAFKA_OFFSET);
      case DEAD_LETTERS ->
          new CoordinateColumns(
              DeadLetterTable.KAFKA_TOPIC_ID,
              DeadLetterTable.KAFKA_PARTITION,
              DeadLetterTable.KAFKA_OFFSET);
    };
  }
}
