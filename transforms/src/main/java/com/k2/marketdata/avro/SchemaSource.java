package com.k2.marketdata.avro;

import com.k2.marketdata.failure.SystemFaultException;
import java.io.Serializable;

/** Where the schemas that messages were written with come from. Safe for use by many threads. */
public interface SchemaSource extends Serializable {

  /**
   * The schema with this id.
   *
   * @throws SystemFaultException if that could not be found out; never for a fault of the data
   */
  WriterSchema byId(int id);
}
