package com.k2.marketdata.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes records as Confluent-framed Avro, the counterpart of {@link MessageDecoder}. Not
 * thread-safe.
 */
public final class ConfluentEncoder {
  private final byte[] header;
  private final GenericDatumWriter<IndexedRecord> writer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private BinaryEncoder encoder;

  /**
   * An encoder for records of one schema.
   *
   * @param schemaId the registry's id of the schema
   */
  public ConfluentEncoder(int schemaId, Schema schema) {
    this.header =
        ByteBuffer.allocate(ConfluentFrame.HEADER_LENGTH)
            .put(ConfluentFrame.MAGIC)
            .putInt(schemaId)
            .array();
    this.writer = new GenericDatumWriter<>(schema);
  }

  /** The framed bytes of a record, which must have the schema. */
  public byte[] encode(IndexedRecord record) {
    try {
      bytes.reset();
      bytes.write(header);
      encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
      writer.write(record, encoder);
      encoder.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed.", e);
    }
  }
}
