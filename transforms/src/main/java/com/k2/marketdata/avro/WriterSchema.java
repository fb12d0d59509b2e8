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
   * The registry has a schema with this id that is not Avro.
   *
   * @param type the registry's name of the type, for example {@code JSON} or {@code PROTOBUF}
   */
  record OtherType(String type) implements WriterSchema {}

  /**
   * The registry has an Avro schema that no trade can be read with.
   *
   * @param why a clause for the dead letter's detail
   */
  record Unusable(String why) implements WriterSchema {}
}
