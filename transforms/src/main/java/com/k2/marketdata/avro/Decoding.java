package com.k2.marketdata.avro;

import com.k2.marketdata.avro.record.ReaderSchemas;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import org.apache.avro.generic.IndexedRecord;

/** The result of decoding a message. */
public sealed interface Decoding {

  /**
   * The message was decoded.
   *
   * @param schemaId the registry's id of the schema that it was written with
   * @param record in the reader schema of {@link ReaderSchemas} for its writer; must not be changed
   */
  record Decoded(KafkaMessage message, int schemaId, IndexedRecord record) implements Decoding {}

  /** The message cannot be decoded, so it is rejected. */
  record Undecodable(Outcome.Rejected rejected) implements Decoding {}
}
