package com.k2.marketdata.avro;

import com.k2.marketdata.kafka.KafkaMessage;
import com.k2.marketdata.kafka.RangeReceipt;
import com.k2.marketdata.kafka.ReadItem;
import org.apache.avro.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Decodes the Confluent-framed Avro messages of one exchange: one {@link Decoding} per item read,
 * in the same order; receipts pass through.
 */
public final class DecodeTrades extends PTransform<PCollection<ReadItem>, PCollection<Decoding>> {
  private final Schema rawSchema;
  private final SchemaSource schemas;

  private DecodeTrades(Schema rawSchema, SchemaSource schemas) {
    this.rawSchema = rawSchema;
    this.schemas = schemas;
  }

  /**
   * Decodes messages of an exchange.
   *
   * @param rawSchema the schema that the exchange's producer writes with
   * @param schemas where the schemas of the messages' ids come from
   */
  public static DecodeTrades of(Schema rawSchema, SchemaSource schemas) {
    return new DecodeTrades(rawSchema, schemas);
  }

  @Override
  public PCollection<Decoding> expand(PCollection<ReadItem> items) {
    if (rawSchema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "An exchange's raw schema must be an Avro record, but this one is: " + rawSchema + ".");
    }
    return items
        .apply("DecodeMessage", ParDo.of(new DecodeFn(rawSchema, schemas)))
        .setCoder(DecodingCoder.of(ReaderSchemas.of(rawSchema)));
  }

  private static final class DecodeFn extends DoFn<ReadItem, Decoding> {
    private final Schema rawSchema;
    private final SchemaSource schemas;
    private transient MessageDecoder decoder;

    DecodeFn(Schema rawSchema, SchemaSource schemas) {
      this.rawSchema = rawSchema;
      this.schemas = schemas;
    }

    @Setup
    public void setUp() {
      decoder = new MessageDecoder(rawSchema, schemas);
    }

    @ProcessElement
    public void decode(@Element ReadItem item, OutputReceiver<Decoding> out) {
      if (item instanceof KafkaMessage message) {
        out.output(decoder.decode(message));
      } else if (item instanceof RangeReceipt receipt) {
        out.output(new Decoding.RangeDone(receipt));
      }
    }
  }
}
