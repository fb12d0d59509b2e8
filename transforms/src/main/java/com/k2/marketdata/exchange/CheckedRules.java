package com.k2.marketdata.exchange;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.Rejection;
import com.k2.marketdata.trade.Trade;
import com.k2.marketdata.trade.TradeRules;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rules made of checks, of which the first that fails gives the reason. All exchanges check in this
 * order: event type (where there is one), symbol, price, quantity, side, the time's form, the
 * time's window; and within a field: missing, its form, its value. Decoding comes before, in the
 * order that {@link com.k2.marketdata.avro.MessageDecoder} says. An empty string counts as missing.
 */
abstract class CheckedRules implements TradeRules {

  @Override
  public final Outcome judge(KafkaMessage message, int schemaId, IndexedRecord raw) {
    try {
      return new Outcome.Accepted(message, trade(message, schemaId, raw));
    } catch (Rejection rejection) {
      return new Outcome.Rejected(message, rejection.reason(), rejection.detail(), schemaId);
    }
  }

  /** The trade that the message is, or the first check that it fails. */
  abstract Trade trade(KafkaMessage message, int schemaId, IndexedRecord raw) throws Rejection;

  /** A field of the raw schema: its position is that in the reader schema too. */
  static int position(Schema rawSchema, String field) {
    return rawSchema.getField(field).pos();
  }

  static @Nullable String string(IndexedRecord raw, int field) {
    Object value = raw.get(field);
    return value == null ? null : value.toString();
  }
}
