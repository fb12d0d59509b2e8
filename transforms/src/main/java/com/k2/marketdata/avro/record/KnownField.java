package com.k2.marketdata.avro.record;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A field of an exchange's raw schema, and how each type that a writer may give it is read.
 *
 * @param schema the type in the reader schema, a union with null
 * @param time null if the field does not hold a time
 */
record KnownField(String name, Schema schema, @Nullable TimeField time) {

  /** The fields of a raw schema, in their order. */
  static List<KnownField> of(Schema raw) {
    List<KnownField> fields = new ArrayList<>();
    for (Schema.Field field : raw.getFields()) {
      fields.add(
          new KnownField(
              field.name(), ReaderSchemas.nullable(field.schema()), TimeField.of(field)));
    }
    return List.copyOf(fields);
  }

  /** True if Avro's own resolution reads every value of a writer's type with its meaning. */
  boolean isSame(Schema writer) {
    return Branches.of(writer).stream().allMatch(this::isSameBranch);
  }

  private boolean isSameBranch(Schema branch) {
    return time != null && time.isSame(branch) || Meaning.isSame(branch, schema);
  }

  /**
   * A reader for one branch of a writer's type. If values of the branch cannot be read with their
   * meaning, the reader throws for each; other branches of the same field are not affected.
   */
  ValueReader reader(Schema branch, GenericData model) {
    if (branch.getType() == Schema.Type.NULL) {
      return in -> null;
    }
    if (isSameBranch(branch)) {
      DatumReader<Object> avro = new GenericDatumReader<>(branch, schema, model);
      return in -> avro.read(null, in);
    }
    ValueReader converting = converting(branch);
    if (converting != null) {
      return converting;
    }
    String what = Branches.describe(branch) + ", not " + description();
    return in -> {
      throw new ValueException(what);
    };
  }

  private @Nullable ValueReader converting(Schema branch) {
    if (time != null) {
      return time.reader(branch);
    }
    if (!isText()) {
      return null;
    }
    if (branch.getType() == Schema.Type.ENUM) {
      return symbol(branch);
    }
    return DecimalValue.is(branch) ? DecimalValue.text(branch) : null;
  }

  /** A reader for the symbol of an enum, as text. */
  static ValueReader symbol(Schema branch) {
    List<String> symbols = branch.getEnumSymbols();
    return in -> {
      int index = in.readEnum();
      if (index < 0 || index >= symbols.size()) {
        throw new ValueException("symbol " + index + " of an enum of " + symbols.size());
      }
      return symbols.get(index);
    };
  }

  private boolean isText() {
    return schema.getTypes().stream()
        .anyMatch(own -> own.getType() == Schema.Type.STRING && !Meaning.hasLogicalType(own));
  }

  private String description() {
    return Branches.describe(schema) + (time == null ? "" : " (" + time.unit() + ")");
  }
}
