package com.k2.marketdata.avro;

import java.io.Serializable;
import org.apache.avro.Schema;

/** The result of looking up a schema by its id. */
public sealed interface WriterSchema extends Serializable {

  /**
   * The schema, a record. The same id always gives the same object, so that readers can be cached.
   */
  record Found(Schema schema) implements WriterSchema {}

  /** The registry has no schema with this id. */
  record Unknown() implements WriterSchema {}

  /**
   * The registry has a schema that no trade can be read with.
   *
   * @param why a clause for the dead letter's detail
   */
  record Unusable(String why) implements WriterSchema {}
}
