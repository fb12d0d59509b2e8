package com.k2.marketdata.avro.record;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Derives the schema that messages are read in from the schemas of the exchange and the writer. */
public final class ReaderSchemas {
  private ReaderSchemas() {}

  /**
   * The raw schema with every field nullable and null by default, at the same positions, strings
   * read as {@link String}. A field that is sent as null is left to the rules; the message can
   * still be decoded.
   */
  public static Schema of(Schema raw) {
    return of(raw, raw);
  }

  /**
   * The same schema for the messages of one writer. A field that the writer's schema lacks is of
   * type null. Fields that only the writer's schema has follow after those of the raw schema, as
   * nullable strings.
   */
  public static Schema of(Schema raw, Schema writer) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : raw.getFields()) {
      boolean written = writer.getField(field.name()) != null;
      fields.add(
          field(
              field.name(),
              written ? nullable(field.schema()) : Schema.create(Schema.Type.NULL),
              field.doc()));
    }
    for (Schema.Field field : writer.getFields()) {
      if (raw.getField(field.name()) == null && UnknownField.isKept(field.schema())) {
        fields.add(field(field.name(), nullable(Schema.create(Schema.Type.STRING)), field.doc()));
      }
    }
    return Schema.createRecord(
        raw.getName(), raw.getDoc(), raw.getNamespace(), raw.isError(), fields);
  }

  /** True if the writer of a message with this reader schema lacks a field of the raw schema. */
  public static boolean isLacking(Schema reader, String field) {
    Schema.Field read = reader.getField(field);
    return read != null && read.schema().getType() == Schema.Type.NULL;
  }

  /** A type of the raw schema as it is read. */
  static Schema nullable(Schema schema) {
    List<Schema> branches = new ArrayList<>();
    branches.add(Schema.create(Schema.Type.NULL));
    for (Schema branch : Branches.of(schema)) {
      if (branch.getType() != Schema.Type.NULL) {
        branches.add(branch.getType() == Schema.Type.STRING ? javaString() : branch);
      }
    }
    return Schema.createUnion(branches);
  }

  private static Schema.Field field(String name, Schema schema, String doc) {
    return new Schema.Field(name, schema, doc, JsonProperties.NULL_VALUE);
  }

  private static Schema javaString() {
    Schema string = Schema.create(Schema.Type.STRING);
    GenericData.setStringType(string, GenericData.StringType.String);
    return string;
  }
}
