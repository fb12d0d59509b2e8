package com.k2.marketdata.exchange;

import com.k2.marketdata.avro.record.ReaderSchemas;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import com.k2.marketdata.trade.Rejection;
import com.k2.marketdata.trade.Trade;
import com.k2.marketdata.trade.TradeRules;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rules that are a sequence of checks; the first one that fails gives the reason. All exchanges
 * check in this order: event type (if the messages have one), symbol, price, quantity, side, form
 * of the time, window of the time; and within a field: missing, form, value. An empty string counts
 * as missing. A message reaches the rules only after {@link com.k2.marketdata.avro.MessageDecoder}
 * has decoded it.
 *
 * <p>A subclass must be immutable and serializable: all tasks of a JVM share one instance. It reads
 * fields with {@link #string} and {@link #position}, parses them with {@link
 * com.k2.marketdata.trade.Amount} and {@link com.k2.marketdata.trade.EpochTime}, checks the time
 * with {@link com.k2.marketdata.trade.TimeWindow}, and throws a {@link Rejection} for what none of
 * these checks, for example an unknown side.
 */
public abstract class CheckedRules implements TradeRules {

  @Override
  public final Outcome judge(KafkaMessage message, int schemaId, IndexedRecord raw) {
    try {
      return new Outcome.Accepted(message, trade(message, schemaId, raw));
    } catch (Rejection rejection) {
      return new Outcome.Rejected(
          message, rejection.reason(), detail(rejection, schemaId, raw), schemaId);
    }
  }

  /** Distinguishes a field that the writer's schema lacks from one that was sent as null. */
  private String detail(Rejection rejection, int schemaId, IndexedRecord raw) {
    String field = field(rejection.reason().errorType());
    return field != null && ReaderSchemas.isLacking(raw.getSchema(), field)
        ? "schema " + schemaId + " has no field " + field
        : rejection.detail();
  }

  /**
   * The field of the raw schema that reasons of a type are about. With it, the detail of a
   * rejection says if the schema that the message was written with has no such field.
   *
   * @return null, unless overridden
   */
  protected @Nullable String field(RejectReason.ErrorType type) {
    return null;
  }

  /**
   * Makes the trade of a message.
   *
   * @param raw the message's fields at the positions of the raw schema; any may be null
   * @throws Rejection at the first check that fails
   */
  protected abstract Trade trade(KafkaMessage message, int schemaId, IndexedRecord raw)
      throws Rejection;

  /** The position of a field in the raw schema, which is its position in a decoded record. */
  protected static int position(Schema rawSchema, String field) {
    return rawSchema.getField(field).pos();
  }

  /** A field's value as a string; null if it is missing. */
  protected static @Nullable String string(IndexedRecord raw, int field) {
    Object value = raw.get(field);
    return value == null ? null : value.toString();
  }
}
