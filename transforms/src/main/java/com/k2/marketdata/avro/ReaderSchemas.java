package com.k2.marketdata.avro;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Derives the schema that messages are read in from the schema that producers write with. */
public final class ReaderSchemas {
  private ReaderSchemas() {}

  /**
   * The raw schema with every field nullable and null by default, at the same positions, strings
   * read as {@link String}. A field that the producer's schema lacks, or that is sent as null, is
   * then null and left to the rules; the message can still be decoded.
   */
  public static Schema of(Schema raw) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : raw.getFields()) {
      fields.add(
          new Schema.Field(
              field.name(), nullable(field.schema()), field.doc(), JsonProperties.NULL_VALUE));
    }
    return Schema.createRecord(
        raw.getName(), raw.getDoc(), raw.getNamespace(), raw.isError(), fields);
  }

  private static Schema nullable(Schema schema) {
    List<Schema> branches = new ArrayList<>();
    branches.add(Schema.create(Schema.Type.NULL));
    for (Schema branch : schema.isUnion() ? schema.getTypes() : List.of(schema)) {
      if (branch.getType() != Schema.Type.NULL) {
        branches.add(branch.getType() == Schema.Type.STRING ? javaString() : branch);
      }
    }
    return Schema.createUnion(branches);
  }

  private static Schema javaString() {
    Schema string = Schema.create(Schema.Type.STRING);
    GenericData.setStringType(string, GenericData.StringType.String);
    return string;
  }
}
