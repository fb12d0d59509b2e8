package com.k2.marketdata.trade;

import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.text.Printable;
import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The result of judging a message: exactly one {@link Accepted} or {@link Rejected} per message,
 * each with the message itself. The reader's receipt follows the outcomes of its range.
 */
public sealed interface Outcome extends Serializable {

  /** The message is a valid trade. */
  record Accepted(KafkaMessage message, Trade trade) implements Outcome {}

  /**
   * The message is a dead letter.
   *
   * @param detail what was found, in readable form and on one line; never the whole message
   * @param schemaId null if the framing has none
   */
  record Rejected(
      KafkaMessage message, RejectReason reason, String detail, @Nullable Integer schemaId)
      implements Outcome {

    public Rejected {
      detail = Printable.line(detail);
    }
  }

  /** The reader's receipt for a range, passed through unchanged. */
  record RangeDone(RangeReceipt receipt) implements Outcome {}
}
