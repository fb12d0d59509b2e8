package com.k2.marketdata.verify.row;

import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.verify.scan.CoordinateColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;

/** The columns of a row's Kafka coordinates. */
record Coordinates(Column topicId, Column partition, Column offset) {
  static Coordinates of(TableRole role, Schema rows) {
    CoordinateColumns names = CoordinateColumns.of(role);
    return new Coordinates(
        Column.of(rows, names.topicId()),
        Column.of(rows, names.partition()),
        Column.of(rows, names.offset()));
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
