package com.k2.marketdata.lake;

import com.k2.marketdata.kafka.KafkaMessage;
import com.k2.marketdata.trade.Trade;
import java.util.List;
import org.apache.parquet.io.api.Binary;

/** Makes silver's rows of accepted trades. For one thread. */
final class SilverRows {
  private final WriteStamp stamp;
  private final RepeatedText texts = new RepeatedText();
  private final Binary exchange;
  private final Binary assetClass = RepeatedText.once("crypto");
  private MessageId messageId;
  private String messageIdTopic;

  SilverRows(WriteStamp stamp) {
    this.stamp = stamp;
    this.exchange = RepeatedText.once(stamp.exchange());
  }

  /** Sets every column of a row of {@link SilverTable}. */
  void fill(Row row, KafkaMessage message, Trade trade) {
    if (!message.topicId().equals(messageIdTopic)) {
      messageIdTopic = message.topicId();
      messageId = new MessageId(messageIdTopic);
    }
    row.set(0, messageId.of(message.partition(), message.offset()));
    row.set(1, RepeatedText.once(trade.tradeId()));
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
    row.set(14, new EncodedMap(trade.vendorData(), texts));
    row.set(15, stamp.clockMicros());
    row.set(16, message.ingestedMicros());
    row.set(17, trade.schemaId());
    row.set(18, texts.of(message.topic()));
    row.set(19, texts.of(message.topicId()));
    row.set(20, message.partition());
    row.set(21, message.offset());
  }

  private List<Binary> encoded(List<String> conditions) {
    return conditions.isEmpty() ? List.of() : conditions.stream().map(texts::of).toList();
  }
}
