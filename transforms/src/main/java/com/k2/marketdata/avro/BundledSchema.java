package com.k2.marketdata.avro;

import org.apache.avro.Schema;

/** Used without a registry: every message was written with the exchange's own schema. */
public final class BundledSchema implements SchemaSource {
  private final WriterSchema schema;

  private BundledSchema(WriterSchema schema) {
    this.schema = schema;
  }

  /** Returns the given schema for any id. */
  public static BundledSchema of(Schema schema) {
    return new BundledSchema(new WriterSchema.Found(schema));
  }

  @Override
  public WriterSchema byId(int id) {
    return schema;
  }
}
