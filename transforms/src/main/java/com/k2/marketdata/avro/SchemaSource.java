package com.k2.marketdata.avro;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.Serializable;

/** A source of the schemas that messages were written with. Safe for use by many threads. */
public interface SchemaSource extends Serializable {

  /**
   * The schema with this id.
   *
   * @throws SystemFaultException if the source cannot be reached; never for a fault of the data
   */
  WriterSchema byId(int id);
}
