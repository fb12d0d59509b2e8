package com.k2.marketdata.exchange;

import com.k2.marketdata.avro.MessageDecoder;
import com.k2.marketdata.avro.SchemaSource;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.ReadItem;
import com.k2.marketdata.serialized.SerializedOnce;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.OutcomeCoder;
import com.k2.marketdata.trade.TradeRules;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Decodes the Confluent-framed Avro messages of one exchange and applies its rules: one {@link
 * Outcome} per item, in the same order and the same lists. Receipts pass through. Both are one
 * step, because for a runner each step costs as much per record as the decoding.
 */
public final class JudgeTrades
    extends PTransform<PCollection<List<ReadItem>>, PCollection<List<Outcome>>> {
  private final Schema rawSchema;
  private final SerializedOnce<Judgement> judgement;
  private final @Nullable String symbolListHash;

  private JudgeTrades(Judgement judgement) {
    this.rawSchema = judgement.rawSchema;
    this.judgement = SerializedOnce.of(judgement);
    this.symbolListHash = judgement.rules.symbolListHash().orElse(null);
  }

  /**
   * Judges the messages of an exchange. One instance serves the pipelines of all cycles: the
   * schemas and rules, which contain thousands of symbols, are deserialized once per JVM.
   *
   * @param rawSchema the schema of {@link Exchange#rawSchema}
   * @param schemas finds writer schemas by id
   * @param rules the rules of {@link Exchange#rules}
   */
  public static JudgeTrades of(Schema rawSchema, SchemaSource schemas, TradeRules rules) {
    return new JudgeTrades(new Judgement(rawSchema, schemas, rules));
  }

  /** The hash of the rules' symbol list; see {@link TradeRules#symbolListHash}. */
  public Optional<String> symbolListHash() {
    return Optional.ofNullable(symbolListHash);
  }

  /**
   * Creates judges that decide as this step does, for tasks that judge single messages. The factory
   * is serializable; it deserializes schemas and rules once per JVM.
   */
  public JudgeFactory judges() {
    SerializedOnce<Judgement> by = judgement;
    return () -> by.get().judge();
  }

  /** Creates the judges of tasks. */
  @FunctionalInterface
  public interface JudgeFactory extends Serializable {
    MessageJudge create();
  }

  @Override
  public PCollection<List<Outcome>> expand(PCollection<List<ReadItem>> items) {
    if (rawSchema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException(
          "An exchange's raw schema must be an Avro record, but this one is: " + rawSchema + ".");
    }
    return items
        .apply("JudgeMessage", ParDo.of(new JudgeFn(judgement)))
        .setCoder(ListCoder.of(OutcomeCoder.of()));
  }

  /** What messages are judged by. */
  private record Judgement(Schema rawSchema, SchemaSource schemas, TradeRules rules)
      implements Serializable {
    MessageJudge judge() {
      return new MessageJudge(new MessageDecoder(rawSchema, schemas), rules);
    }
  }

  private static final class JudgeFn extends DoFn<List<ReadItem>, List<Outcome>> {
    private final SerializedOnce<Judgement> judgement;
    private transient MessageJudge judge;

    JudgeFn(SerializedOnce<Judgement> judgement) {
      this.judgement = judgement;
    }

    @Setup
    public void setUp() {
      judge = judgement.get().judge();
    }

    @ProcessElement
    public void judge(@Element List<ReadItem> items, OutputReceiver<List<Outcome>> out) {
      List<Outcome> outcomes = new ArrayList<>(items.size());
      for (ReadItem item : items) {
        outcomes.add(
            item instanceof KafkaMessage message
                ? judge.judge(message)
                : new Outcome.RangeDone((RangeReceipt) item));
      }
      out.output(outcomes);
    }
  }
}
