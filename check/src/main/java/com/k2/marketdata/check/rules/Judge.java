package com.k2.marketdata.check.rules;

import com.k2.marketdata.check.kafka.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Decodes a message with Avro's generic reader and decides what becomes of it. */
public final class Judge {
  private static final int HEADER = 5;

  private final WriterSchemas schemas;
  private final Rules rules;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();

  public Judge(WriterSchemas schemas, Rules rules) {
    this.schemas = schemas;
    this.rules = rules;
  }

  /** What may become of a message. */
  public Expectation judge(Message message) {
    byte[] value = message.value();
    if (value == null) {
      return Expectation.deadLetter("payload_missing");
    }
    if (value.length < HEADER || value[0] != 0 || value[1] < 0) {
      return Expectation.deadLetter("framing_invalid");
    }
    int id = ByteBuffer.wrap(value).getInt(1);
    Optional<WriterSchemas.Registered> registered = schemas.byId(id);
    Expectation expectation;
    if (registered.isEmpty()) {
      expectation = Expectation.deadLetter("schema_unknown");
    } else if (!registered.get().type().equals("AVRO")) {
      expectation = Expectation.deadLetter("schema_type_unsupported");
    } else {
      expectation =
          registered
              .get()
              .schema()
              .flatMap(schema -> decode(id, schema, value))
              .map(record -> rules.judge(message, new SentFields(record)))
              .orElseGet(() -> Expectation.deadLetter("payload_undecodable"));
    }
    return expectation.withSchemaId(id);
  }

  /** Empty if the body is not exactly one record of the schema. */
  private Optional<GenericRecord> decode(int id, Schema schema, byte[] value) {
    BinaryDecoder body =
        DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null);
    try {
      GenericRecord record =
          readers.computeIfAbsent(id, unused -> new GenericDatumReader<>(schema)).read(null, body);
      return body.isEnd() ? Optional.of(record) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
