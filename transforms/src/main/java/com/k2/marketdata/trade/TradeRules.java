package com.k2.marketdata.trade;

import com.k2.marketdata.message.KafkaMessage;
import java.io.Serializable;
import java.util.Optional;
import org.apache.avro.generic.IndexedRecord;

/**
 * Turns a decoded message of one exchange into a trade or a dead letter. A pure function of the
 * message and the rules' settings: it uses no clock and no external lookup, and throws no exception
 * for any data. All tasks of a JVM share one instance, so it must be thread-safe.
 */
public interface TradeRules extends Serializable {

  /**
   * Judges one message.
   *
   * @param schemaId the registry's id of the schema that the message was written with
   * @param raw the message in the exchange's reader schema, in which any field may be null
   * @return {@link Outcome.Accepted} or {@link Outcome.Rejected}
   */
  Outcome judge(KafkaMessage message, int schemaId, IndexedRecord raw);

  /**
   * Identifies the list of symbols that the rules use: a hash of its contents, in hexadecimal
   * digits; empty if they use none. Rules with equal settings and hashes judge alike.
   */
  default Optional<String> symbolListHash() {
    return Optional.empty();
  }
}
