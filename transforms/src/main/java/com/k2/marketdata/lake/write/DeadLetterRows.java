package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.write.row.InternedText;
import com.k2.marketdata.lake.write.row.Row;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;

/** Fills rows of {@link DeadLetterTable} from rejected messages. Not safe for concurrent use. */
final class DeadLetterRows {
  private final CycleStamp stamp;
  private final int day;
  private final InternedText texts = new InternedText();

  /**
   * @param day the rows' dlq_date, in days since the epoch
   */
  DeadLetterRows(CycleStamp stamp, int day) {
    this.stamp = stamp;
    this.day = day;
  }

  /** Sets every column of the row. */
  void fill(Row row, Outcome.Rejected rejected) {
    KafkaMessage message = rejected.message();
    row.set(0, BronzeRows.bytes(message.value()));
    row.set(1, texts.of(rejected.reason().code()));
    row.set(2, texts.of(rejected.reason().errorType().code()));
    row.set(3, InternedText.once(rejected.detail()));
    row.set(4, stamp.clockMicros());
    row.set(5, texts.of(stamp.bronzeSource()));
    row.set(6, texts.of(message.topic()));
    row.set(7, texts.of(message.topicId()));
    row.set(8, message.partition());
    row.set(9, message.offset());
    row.set(10, message.timestampMicros());
    row.set(11, rejected.schemaId());
    row.set(12, texts.of(stamp.version()));
    row.set(13, day);
  }
}
