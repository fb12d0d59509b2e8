package com.k2.marketdata.trade;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What became of a message: exactly one {@link Accepted} or {@link Rejected} per message, and the
 * reader's receipt behind those of its range. Both keep the message.
 */
public sealed interface Outcome extends Serializable {

  /** The message is a valid trade. */
  record Accepted(KafkaMessage message, Trade trade) implements Outcome {}

  /**
   * The message is a dead letter.
   *
   * @param detail what was seen, for a person; never the whole message
   * @param schemaId null where the framing gives none
   */
  record Rejected(
      KafkaMessage message, RejectReason reason, String detail, @Nullable Integer schemaId)
      implements Outcome {}

  /** The reader's receipt of a range, passed through. */
  record RangeDone(RangeReceipt receipt) implements Outcome {}
}
