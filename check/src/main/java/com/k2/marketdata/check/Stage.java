package com.k2.marketdata.check;

import com.k2.marketdata.check.kafka.Message;
import com.k2.marketdata.check.kafka.TopicContents;
import org.apache.iceberg.data.Record;

/**
 * Matches rows with messages: each message must have exactly one row in the tables of a stage, and
 * each row must have a message. A stage is bronze, or silver and the dead letters together.
 */
final class Stage {
  private final String tables;
  private final TopicContents contents;
  private final TopicContents.Index index;
  private final Findings findings;
  private final byte[] rows;

  Stage(String tables, TopicContents contents, Findings findings) {
    this.tables = tables;
    this.contents = contents;
    this.index = contents.index();
    this.findings = findings;
    this.rows = new byte[contents.messages().size()];
  }

  /** The message of a row; null if the row is not to be compared. */
  Message match(Record row, String table, Columns columns) {
    if (!contents.topic().equals(row.getField(columns.topic()))) {
      return null;
    }
    Object topicId = row.getField(columns.topicId());
    int partition = (Integer) row.getField(columns.partition());
    long offset = (Long) row.getField(columns.offset());
    boolean sameTopic = contents.topicId().equals(topicId);
    if (sameTopic && contents.isOutside(partition, offset)) {
      return null;
    }
    int at = sameTopic ? index.of(partition, offset) : -1;
    if (at < 0) {
      findings.invented(
          table
              + " has a row for "
              + name(partition, offset)
              + " of topic id "
              + topicId
              + ", which Kafka does not have");
      return null;
    }
    if (rows[at] > 0) {
      findings.duplicated(
          table
              + " has another row for "
              + name(partition, offset)
              + ", which has one in "
              + tables);
    } else {
      rows[at] = 1;
    }
    return contents.messages().get(at);
  }

  /** Reports the messages without a row. */
  void reportLost() {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == 0) {
        Message message = contents.messages().get(i);
        findings.lost(name(message.partition(), message.offset()) + " has no row in " + tables);
      }
    }
  }

  private String name(int partition, long offset) {
    return contents.topic() + "-" + partition + "@" + offset;
  }

  /** The names of a table's columns for a message's coordinates. */
  record Columns(String topic, String topicId, String partition, String offset) {
    static final Columns BRONZE = new Columns("topic", "topic_id", "partition", "offset");
    static final Columns SILVER =
        new Columns("kafka_topic", "kafka_topic_id", "kafka_partition", "kafka_offset");
  }
}
