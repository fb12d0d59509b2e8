package com.k2.marketdata.exchange;

import com.k2.marketdata.avro.Decoding;
import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.kafka.KafkaMessage;
import com.k2.marketdata.kafka.RangeReceipt;
import com.k2.marketdata.kafka.ReadItem;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.OutcomeCoder;
import com.k2.marketdata.trade.TradeRules;
import org.apache.avro.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Decodes the Confluent-framed Avro messages of one exchange and judges them by its rules: one
 * {@link Outcome} per item read, in the same order; receipts pass through. One step for both,
 * because each step that a runner takes costs a record as much as the decoding does.
 */
public final class JudgeTrades extends PTransform<PCollection<ReadItem>, PCollection<Outcome>> {
  private final Schema rawSchema;
  private final SchemaSource schemas;
  private final TradeRules rules;

  private JudgeTrades(Schema rawSchema, SchemaSource schemas, TradeRules rules) {
    this.rawSchema = rawSchema;
    this.schemas = schemas;
    this.rules = rules;
  }

  /**
   * Judges messages of an exchange.
   *
   * @param rawSchema the schema that the exchange's producer writes with
   * @param schemas where the schemas of the messages' ids come from
   * @param rules those that {@link Exchange#rules} makes
   */
  public static JudgeTrades of(Schema rawSchema, SchemaSource schemas, TradeRules rules) {
    return new JudgeTrades(rawSchema, schemas, rules);
  }

  @Override
  public PCollection<Outcome> expand(PCollection<ReadItem> items) {
    if (rawSchema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "An exchange's raw schema must be an Avro record, but this one is: " + rawSchema + ".");
    }
    return items
        .apply("JudgeMessage", ParDo.of(new JudgeFn(rawSchema, schemas, rules)))
        .setCoder(OutcomeCoder.of());
  }

  private static final class JudgeFn extends DoFn<ReadItem, Outcome> {
    private final Schema rawSchema;
    private final SchemaSource schemas;
    private final TradeRules rules;
    private transient MessageDecoder decoder;

    JudgeFn(Schema rawSchema, SchemaSource schemas, TradeRules rules) {
      this.rawSchema = rawSchema;
      this.schemas = schemas;
      this.rules = rules;
    }

    @Setup
    public void setUp() {
      decoder = new MessageDecoder(rawSchema, schemas);
    }

    @ProcessElement
    public void judge(@Element ReadItem item, OutputReceiver<Outcome> out) {
      if (item instanceof KafkaMessage message) {
        out.output(outcome(message));
      } else if (item instanceof RangeReceipt receipt) {
        out.output(new Outcome.RangeDone(receipt));
      }
    }

    private Outcome outcome(KafkaMessage message) {
      Decoding decoding = decoder.decode(message);
      return decoding instanceof Decoding.Decoded decoded
          ? rules.judge(message, decoded.schemaId(), decoded.record())
          : ((Decoding.Undecodable) decoding).rejected();
    }
  }
}
