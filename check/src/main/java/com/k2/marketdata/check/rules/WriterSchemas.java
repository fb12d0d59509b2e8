package com.k2.marketdata.check.rules;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** The schemas that messages were written with. */
@FunctionalInterface
public interface WriterSchemas {
  /**
   * A schema of the registry.
   *
   * @param schema empty if it is not an Avro record
   */
  record Registered(String type, Optional<Schema> schema) {
    static Registered avro(Schema schema) {
      return new Registered("AVRO", Optional.of(schema));
    }
  }

  /** The schema with this id; empty if the registry answers that it has none. */
  Optional<Registered> byId(int id);

  /** One schema for every id, for pipelines that run without a registry. */
  static WriterSchemas always(Schema schema) {
    return id -> Optional.of(Registered.avro(schema));
  }

  /** These schemas and no others. */
  static WriterSchemas of(Map<Integer, Schema> schemas) {
    return id -> Optional.ofNullable(schemas.get(id)).map(Registered::avro);
  }

  /** The schemas of a Confluent-compatible registry, each read once. */
  static WriterSchemas inRegistry(String url) {
    return new RegistryClient(url);
  }
}
