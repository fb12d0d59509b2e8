package com.k2.marketdata.verify.contents.row;

import com.k2.marketdata.lake.table.DeadLetterTable;
import com.k2.marketdata.lake.table.SilverTable;
import com.k2.marketdata.lake.table.TableRole;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Amount;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.Trade;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Builds the rows that the tables should have. Shares no code with K2's writer, so that a fault of
 * the writer is found too.
 *
 * @param exchange the exchange's name in silver, for example {@code BINANCE}
 * @param bronzeSource the name of the bronze table
 * @param version K2's version
 */
public record ExpectedRows(String exchange, String bronzeSource, String version)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FRAME = 5;

  /** The row of an outcome. */
  public ExpectedRow of(Outcome outcome) {
    if (outcome instanceof Outcome.Accepted accepted) {
      return new ExpectedRow(TableRole.SILVER, trade(accepted.message(), accepted.trade()), null);
    }
    Outcome.Rejected rejected = (Outcome.Rejected) outcome;
    return new ExpectedRow(TableRole.DEAD_LETTERS, deadLetter(rejected), rejected.reason());
  }

  /**
   * The values of a message's row in a table that follow from the message alone; the other values
   * are null.
   */
  public Object[] ofMessage(TableRole table, KafkaMessage message) {
    return messageValues(table, message).inOrder();
  }

  private ColumnValues messageValues(TableRole table, KafkaMessage message) {
    ColumnValues values = new ColumnValues(table).set("schema_id", schemaId(message));
    return table == TableRole.SILVER
        ? values
            .set("exchange", exchange)
            .set("asset_class", "crypto")
            .set("kafka_topic", message.topic())
        : values
            .set("raw_record", bytes(message.value()))
            .set(DeadLetterTable.BRONZE_SOURCE, bronzeSource)
            .set(DeadLetterTable.KAFKA_TOPIC, message.topic())
            .set("kafka_timestamp", message.timestampMicros());
  }

  private Object[] trade(KafkaMessage message, Trade trade) {
    return messageValues(TableRole.SILVER, message)
        .set(SilverTable.TRADE_ID, trade.tradeId())
        .set(SilverTable.SYMBOL, trade.symbol())
        .set(SilverTable.TIMESTAMP, trade.timestampMicros())
        .set("price", trade.price().setScale(Amount.SCALE))
        .set("quantity", trade.quantity().setScale(Amount.SCALE))
        .set("currency", trade.currency())
        .set("side", trade.side().name())
        .set("trade_conditions", trade.conditions())
        .set("source_sequence", trade.sourceSequence())
        .set("ingestion_timestamp", trade.producerMicros())
        .set("vendor_data", trade.vendorData())
        .inOrder();
  }

  private Object[] deadLetter(Outcome.Rejected rejected) {
    return messageValues(TableRole.DEAD_LETTERS, rejected.message())
        .set(DeadLetterTable.ERROR_REASON, rejected.reason().code())
        .set("error_type", rejected.reason().errorType().code())
        .set("error_detail", rejected.detail())
        .set("pipeline_version", version)
        .inOrder();
  }

  /** The id in the message's frame: a zero byte and an id that is not negative. */
  private static @Nullable Integer schemaId(KafkaMessage message) {
    byte[] value = message.value();
    if (value == null || value.length < FRAME || value[0] != 0) {
      return null;
    }
    int id = ByteBuffer.wrap(value).getInt(1);
    return id < 0 ? null : (Integer) id;
  }

  private static @Nullable ByteBuffer bytes(byte @Nullable [] value) {
    return value == null ? null : ByteBuffer.wrap(value);
  }
}
