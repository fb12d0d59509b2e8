package com.k2.marketdata.lake.write;

import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.write.row.DecimalBytes;
import com.k2.marketdata.lake.write.row.InternedText;
import com.k2.marketdata.lake.write.row.Row;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Trade;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.io.api.Binary;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Fills rows of {@link SilverTable} from accepted trades. Not safe for concurrent use. */
final class SilverRows {
  private static final long MICROS_OF_DAY = TimeUnit.DAYS.toMicros(1);

  private final CycleStamp stamp;
  private final InternedText texts = new InternedText();
  private final Binary exchange;
  private final Binary assetClass = InternedText.once("crypto");
  private final @Nullable Binary replayId;
  private MessageId messageId;
  private String messageIdTopic;

  SilverRows(CycleStamp stamp) {
    this.stamp = stamp;
    this.exchange = InternedText.once(stamp.exchange());
    this.replayId = stamp.replayId() == null ? null : InternedText.once(stamp.replayId());
  }

  /** Sets every column of the row. */
  void fill(Row row, KafkaMessage message, Trade trade) {
    if (!message.topicId().equals(messageIdTopic)) {
      messageIdTopic = message.topicId();
      messageId = new MessageId(messageIdTopic);
    }
    row.set(0, messageId.of(message.partition(), message.offset()));
    row.set(1, InternedText.once(trade.tradeId()));
    row.set(2, texts.of(trade.symbol()));
    row.set(3, exchange);
    row.set(4, assetClass);
    row.set(5, trade.timestampMicros());
    row.set(6, DecimalBytes.of(trade.price()));
    row.set(7, DecimalBytes.of(trade.quantity()));
    row.set(8, texts.of(trade.currency()));
    row.set(9, texts.of(trade.side().name()));
    row.set(10, encoded(trade.conditions()));
    row.set(11, trade.sourceSequence());
    row.set(12, trade.producerMicros());
    row.set(13, null);
    row.set(14, trade.vendorData());
    row.set(15, stamp.clockMicros());
    row.set(16, message.ingestedMicros());
    row.set(17, trade.schemaId());
    row.set(18, texts.of(message.topic()));
    row.set(19, texts.of(message.topicId()));
    row.set(20, message.partition());
    row.set(21, message.offset());
    row.set(22, replayId);
  }

  /** The day of a trade in days since the epoch, by which silver is partitioned. */
  static int day(Trade trade) {
    return (int) Math.floorDiv(trade.timestampMicros(), MICROS_OF_DAY);
  }

  private List<Binary> encoded(List<String> conditions) {
    return conditions.isEmpty() ? List.of() : conditions.stream().map(texts::of).toList();
  }
}
