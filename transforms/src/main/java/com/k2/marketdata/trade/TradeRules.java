package com.k2.marketdata.trade;

import com.k2.marketdata.message.KafkaMessage;
import java.io.Serializable;
import org.apache.avro.generic.IndexedRecord;

/**
 * How a decoded message of one exchange becomes a trade or a dead letter. A pure function of the
 * message and of how the rules were set up: no clock, no look-ups elsewhere, and no exception
 * whatever the data. All tasks of a JVM share one, so it must be safe for use by many threads.
 */
public interface TradeRules extends Serializable {

  /**
   * Judges one message.
   *
   * @param schemaId the registry's id of the schema that the message was written with
   * @param raw the message in the exchange's reader schema, where any field may be null
   * @return {@link Outcome.Accepted} or {@link Outcome.Rejected}
   */
  Outcome judge(KafkaMessage message, int schemaId, IndexedRecord raw);
}
