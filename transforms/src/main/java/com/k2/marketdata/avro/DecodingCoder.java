package com.k2.marketdata.avro;

import com.k2.marketdata.kafka.KafkaMessageCoder;
import com.k2.marketdata.kafka.RangeReceiptCoder;
import com.k2.marketdata.trade.RejectedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Codes a {@link Decoding}: a byte that tells the kind, then its parts, the record as plain Avro of
 * the reader schema. Deterministic as long as the schema has no maps.
 */
public final class DecodingCoder extends CustomCoder<Decoding> {
  private static final int DECODED = 0;
  private static final int UNDECODABLE = 1;
  private static final int RANGE_DONE = 2;

  private final Schema readerSchema;

  private DecodingCoder(Schema readerSchema) {
    this.readerSchema = readerSchema;
  }

  /**
   * A coder for the messages of one exchange.
   *
   * @param readerSchema as {@link ReaderSchemas} makes it
   */
  public static DecodingCoder of(Schema readerSchema) {
    return new DecodingCoder(readerSchema);
  }

  @Override
  public void encode(Decoding decoding, OutputStream out) throws IOException {
    if (decoding instanceof Decoding.Decoded decoded) {
      out.write(DECODED);
      KafkaMessageCoder.of().encode(decoded.message(), out);
      VarIntCoder.of().encode(decoded.schemaId(), out);
      new GenericDatumWriter<IndexedRecord>(readerSchema)
          .write(decoded.record(), EncoderFactory.get().directBinaryEncoder(out, null));
    } else if (decoding instanceof Decoding.Undecodable undecodable) {
      out.write(UNDECODABLE);
      RejectedCoder.of().encode(undecodable.rejected(), out);
    } else if (decoding instanceof Decoding.RangeDone done) {
      out.write(RANGE_DONE);
      RangeReceiptCoder.of().encode(done.receipt(), out);
    }
  }

  @Override
  public Decoding decode(InputStream in) throws IOException {
    int kind = in.read();
    return switch (kind) {
      case DECODED ->
          new Decoding.Decoded(
              KafkaMessageCoder.of().decode(in),
              VarIntCoder.of().decode(in),
              new GenericDatumReader<IndexedRecord>(readerSchema)
                  .read(null, DecoderFactory.get().directBinaryDecoder(in, null)));
      case UNDECODABLE -> new Decoding.Undecodable(RejectedCoder.of().decode(in));
      case RANGE_DONE -> new Decoding.RangeDone(RangeReceiptCoder.of().decode(in));
      default -> throw new CoderException("A decoding of the unknown kind " + kind + ".");
    };
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof DecodingCoder coder && readerSchema.equals(coder.readerSchema);
  }

  @Override
  public int hashCode() {
    return readerSchema.hashCode();
  }
}
