package com.k2.marketdata.avro;

import com.k2.marketdata.avro.record.RecordReaders;
import com.k2.marketdata.avro.record.UndecodableException;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.text.Counted;
import com.k2.marketdata.trade.Excerpt;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads Confluent-framed Avro messages in the reader schema of one exchange. Any bytes give exactly
 * one {@link Decoding}; the only exception thrown is the schema source's system fault. Not
 * thread-safe.
 *
 * <p>The reasons, in the order of the checks:
 *
 * <ol>
 *   <li>{@code payload_missing}: a tombstone
 *   <li>{@code framing_invalid}: fewer than five bytes, a first byte other than 0, or a negative
 *       schema id, which no registry assigns
 *   <li>{@code schema_unknown}: the registry has no such id
 *   <li>{@code schema_type_unsupported}: the registry has this id for another type of schema than
 *       Avro
 *   <li>{@code payload_undecodable}: the schema is unusable; or the body is not exactly one record
 *       of it (bytes are missing, left over or invalid); or a field's value has another meaning in
 *       the writer's schema than in the exchange's, for example bytes where text is expected
 * </ol>
 */
public final class MessageDecoder {
  private final SchemaSource schemas;
  private final RecordReaders readers;
  private @Nullable BinaryDecoder body;

  /**
   * A decoder for one exchange.
   *
   * @param rawSchema the schema that the exchange's producer writes with. The property {@code
   *     k2.time} of a long field is the unit of its time: {@code micros}, or {@code
   *     millis-or-micros} by the number of digits
   * @param schemas the source of the schemas that the messages' ids name
   */
  public MessageDecoder(Schema rawSchema, SchemaSource schemas) {
    this.schemas = schemas;
    this.readers = new RecordReaders(rawSchema);
  }

  /** {@link Decoding.Decoded} or {@link Decoding.Undecodable}. */
  public Decoding decode(KafkaMessage message) {
    byte[] value = message.value();
    if (value == null) {
      return undecodable(message, RejectReason.PAYLOAD_MISSING, "a tombstone: null value", null);
    }
    if (value.length < ConfluentFrame.HEADER_LENGTH) {
      return undecodable(
          message,
          RejectReason.FRAMING_INVALID,
          Counted.of(value.length, "byte")
              + (value.length == 1 ? " is" : " are")
              + " too few for a zero byte and a 4-byte schema id",
          null);
    }
    if (value[0] != ConfluentFrame.MAGIC) {
      return undecodable(
          message,
          RejectReason.FRAMING_INVALID,
          String.format("the first byte is 0x%02x instead of 0x00", value[0]),
          null);
    }
    int schemaId = ByteBuffer.wrap(value).getInt(1);
    if (schemaId < 0) {
      return undecodable(
          message,
          RejectReason.FRAMING_INVALID,
          "the schema id " + schemaId + " is negative",
          null);
    }
    WriterSchema schema = schemas.byId(schemaId);
    if (schema instanceof WriterSchema.Found found) {
      return decodeBody(message, value, schemaId, found.schema());
    }
    if (schema instanceof WriterSchema.Unusable unusable) {
      return undecodable(message, RejectReason.PAYLOAD_UNDECODABLE, unusable.why(), schemaId);
    }
    if (schema instanceof WriterSchema.OtherType other) {
      return undecodable(
          message,
          RejectReason.SCHEMA_TYPE_UNSUPPORTED,
          "schema " + schemaId + " is of type " + Excerpt.of(other.type()) + "; K2 reads AVRO",
          schemaId);
    }
    return undecodable(
        message,
        RejectReason.SCHEMA_UNKNOWN,
        "the registry has no schema with the id " + schemaId,
        schemaId);
  }

  private Decoding decodeBody(
      KafkaMessage message, byte[] value, int schemaId, Schema writerSchema) {
    try {
      body =
          DecoderFactory.get()
              .binaryDecoder(
                  value,
                  ConfluentFrame.HEADER_LENGTH,
                  value.length - ConfluentFrame.HEADER_LENGTH,
                  body);
      IndexedRecord record = readers.of(writerSchema).read(body);
      if (!body.isEnd()) {
        return undecodable(
            message,
            RejectReason.PAYLOAD_UNDECODABLE,
            "bytes are left over after the record of schema " + schemaId,
            schemaId);
      }
      return new Decoding.Decoded(message, schemaId, record);
    } catch (UndecodableException e) {
      return undecodable(
          message,
          RejectReason.PAYLOAD_UNDECODABLE,
          "schema " + schemaId + ": " + e.getMessage(),
          schemaId);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Avro throws many kinds of exceptions for bad bytes; a recursive schema can overflow the
      // stack.
      return undecodable(
          message,
          RejectReason.PAYLOAD_UNDECODABLE,
          "not a record of schema " + schemaId + ": " + Excerpt.of(e.toString()),
          schemaId);
    }
  }

  private static Decoding undecodable(
      KafkaMessage message, RejectReason reason, String detail, @Nullable Integer schemaId) {
    return new Decoding.Undecodable(new Outcome.Rejected(message, reason, detail, schemaId));
  }
}
