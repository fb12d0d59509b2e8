package com.k2.marketdata.avro.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;

/**
 * Readers for the records of any writer's schema, in the reader schema of one exchange. Each
 * schema's fields are compared once. If all values mean the same in both schemas, which is the
 * usual case, Avro's fast reader reads the record; otherwise K2 reads it field by field. Not
 * thread-safe.
 */
public final class RecordReaders {
  private final Schema raw;
  private final List<KnownField> known;
  private final GenericData model = new GenericData();
  private final Map<Schema, RecordReader> readers = new IdentityHashMap<>();

  /** Reads one record of a schema. */
  public interface RecordReader {
    /**
     * The record, in the schema of {@link ReaderSchemas#of(Schema, Schema)}.
     *
     * @throws UndecodableException if a field cannot be read with its meaning
     */
    IndexedRecord read(BinaryDecoder in) throws IOException;
  }

  /**
   * Readers for one exchange.
   *
   * @throws IllegalArgumentException if the raw schema has an unknown value of {@code k2.time}
   */
  public RecordReaders(Schema raw) {
    this.raw = raw;
    this.known = KnownField.of(raw);
    model.setFastReaderEnabled(true);
  }

  /** The reader for a writer's schema, a record. */
  public RecordReader of(Schema writer) {
    RecordReader reader = readers.get(writer);
    if (reader == null) {
      reader = create(writer);
      readers.put(writer, reader);
    }
    return reader;
  }

  private RecordReader create(Schema writer) {
    Schema schema = ReaderSchemas.of(raw, writer);
    if (isSame(writer)) {
      DatumReader<IndexedRecord> avro = new GenericDatumReader<>(writer, schema, model);
      return in -> avro.read(null, in);
    }
    List<FieldReader> fields = fields(writer, schema);
    return in -> {
      IndexedRecord record = new GenericData.Record(schema);
      for (FieldReader field : fields) {
        field.read(in, record);
      }
      return record;
    };
  }

  private boolean isSame(Schema writer) {
    for (Schema.Field field : writer.getFields()) {
      Schema.Field own = raw.getField(field.name());
      if (own == null || !known.get(own.pos()).isSame(field.schema())) {
        return false;
      }
    }
    return true;
  }

  private List<FieldReader> fields(Schema writer, Schema schema) {
    List<FieldReader> fields = new ArrayList<>();
    for (Schema.Field field : writer.getFields()) {
      Schema.Field own = raw.getField(field.name());
      List<ValueReader> branches = new ArrayList<>();
      for (Schema branch : Branches.of(field.schema())) {
        branches.add(
            own == null ? UnknownField.reader(branch) : known.get(own.pos()).reader(branch, model));
      }
      Schema.Field read = schema.getField(field.name());
      fields.add(
          new FieldReader(
              field.name(), read == null ? -1 : read.pos(), field.schema().isUnion(), branches));
    }
    return fields;
  }
}
