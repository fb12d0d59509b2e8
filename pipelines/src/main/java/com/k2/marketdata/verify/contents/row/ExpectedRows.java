package com.k2.marketdata.verify.contents.row;

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
    Object[] values = new Object[ComparedColumn.of(table).size()];
    if (table == TableRole.SILVER) {
      values[2] = exchange;
      values[3] = "crypto";
      values[14] = schemaId(message);
      values[15] = message.topic();
    } else {
      values[0] = bytes(message.value());
      values[4] = bronzeSource;
      values[5] = message.topic();
      values[6] = message.timestampMicros();
      values[7] = schemaId(message);
    }
    return values;
  }

  private Object[] trade(KafkaMessage message, Trade trade) {
    Object[] values = ofMessage(TableRole.SILVER, message);
    values[0] = trade.tradeId();
    values[1] = trade.symbol();
    values[4] = trade.timestampMicros();
    values[5] = trade.price().setScale(Amount.SCALE);
    values[6] = trade.quantity().setScale(Amount.SCALE);
    values[7] = trade.currency();
    values[8] = trade.side().name();
    values[9] = trade.conditions();
    values[10] = trade.sourceSequence();
    values[11] = trade.producerMicros();
    values[13] = trade.vendorData();
    return values;
  }

  private Object[] deadLetter(Outcome.Rejected rejected) {
    Object[] values = ofMessage(TableRole.DEAD_LETTERS, rejected.message());
    values[ComparedColumn.REASON] = rejected.reason().code();
    values[2] = rejected.reason().errorType().code();
    values[3] = rejected.detail();
    values[8] = version;
    return values;
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
