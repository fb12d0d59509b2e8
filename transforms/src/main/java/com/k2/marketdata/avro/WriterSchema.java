package com.k2.marketdata.avro;

import java.io.Serializable;
import org.apache.avro.Schema;

/** What is known of the schema with a given id. */
public sealed interface WriterSchema extends Serializable {

  /**
   * The schema, a record. The same id always gives the same object, so that readers can be kept.
   */
  record Found(Schema schema) implements WriterSchema {}

  /** The registry says that it has no schema of this id. */
  record Unknown() implements WriterSchema {}

  /**
   * The registry has something that no trade can be read with.
   *
   * @param why a clause for the dead letter's detail
   */
  record Unusable(String why) implements WriterSchema {}
}
