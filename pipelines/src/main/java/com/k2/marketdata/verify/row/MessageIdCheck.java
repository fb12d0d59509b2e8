package com.k2.marketdata.verify.row;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.write.MessageId;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Computes silver's message_id again, by the formula that its version digit names. */
final class MessageIdCheck implements RowCheck {
  private final Column column;
  private final Coordinates coordinates;
  private @Nullable String topicId;
  private MessageId ids = new MessageId("");

  MessageIdCheck(Schema rows, Coordinates coordinates) {
    this.column = Column.of(rows, SilverTable.MESSAGE_ID);
    this.coordinates = coordinates;
  }

  @Override
  public String column() {
    return column.name();
  }

  @Override
  public @Nullable Mismatch mismatch(StructLike row) {
    String topic = coordinates.topicId(row);
    if (!topic.equals(topicId)) {
      topicId = topic;
      ids = new MessageId(topic);
    }
    String found = String.valueOf(column.value(row));
    String expected = ids.ofSameVersion(found, coordinates.partition(row), coordinates.offset(row));
    return expected.equals(found)
        ? null
        : new Mismatch(
            Column.text(column.type(), found), expected + ", made of the row's coordinates");
  }
}
