package com.k2.marketdata.replay;

import com.k2.marketdata.exchange.JudgeTrades.JudgeFactory;
import com.k2.marketdata.exchange.MessageJudge;
import com.k2.marketdata.message.KafkaMessage;
import com.k2.marketdata.trade.Outcome;
import com.k2.marketdata.trade.OutcomeCoder;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Judges the messages of dead letters as the pipelines do today. The output with tag {@link
 * #OUTCOMES} has one outcome for each message, {@link #MENDED} the former reason of each message
 * that has become a trade.
 */
final class JudgeAgain extends PTransform<PCollection<KV<String, KafkaMessage>>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  /** The outcomes, in lists as {@link com.k2.marketdata.trade.RouteOutcomes} takes them. */
  static final TupleTag<List<Outcome>> OUTCOMES = new TupleTag<>("outcomes") {};

  /** Former reasons of messages that have become trades. */
  static final TupleTag<String> MENDED = new TupleTag<>("mended") {};

  private final JudgeFactory judges;

  private JudgeAgain(JudgeFactory judges) {
    this.judges = judges;
  }

  static JudgeAgain with(JudgeFactory judges) {
    return new JudgeAgain(judges);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, KafkaMessage>> messages) {
    PCollectionTuple judged =
        messages.apply(
            "Judge",
            ParDo.of(new JudgeFn(judges)).withOutputTags(OUTCOMES, TupleTagList.of(MENDED)));
    judged.get(OUTCOMES).setCoder(ListCoder.of(OutcomeCoder.of()));
    judged.get(MENDED).setCoder(StringUtf8Coder.of());
    return judged;
  }

  private static final class JudgeFn extends DoFn<KV<String, KafkaMessage>, List<Outcome>> {
    private static final long serialVersionUID = 1L;

    private final JudgeFactory judges;
    private transient MessageJudge judge;

    JudgeFn(JudgeFactory judges) {
      this.judges = judges;
    }

    @Setup
    public void setUp() {
      judge = judges.create();
    }

    @ProcessElement
    public void judge(@Element KV<String, KafkaMessage> letter, MultiOutputReceiver out) {
      Outcome outcome = judge.judge(letter.getValue());
      out.get(OUTCOMES).output(List.of(outcome));
      if (outcome instanceof Outcome.Accepted) {
        out.get(MENDED).output(letter.getKey());
      }
    }
  }
}
