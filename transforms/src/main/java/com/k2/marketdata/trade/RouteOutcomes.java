package com.k2.marketdata.trade;

import com.k2.marketdata.message.RangeReceipt;
import com.k2.marketdata.message.RangeReceiptCoder;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Splits outcomes by kind into accepted trades, dead letters and receipts, each a collection of its
 * own. K2 writes its own tables from the unsplit outcomes, because the Spark runner keeps the
 * results of a ParDo with several outputs in memory.
 */
public final class RouteOutcomes
    extends PTransform<PCollection<List<Outcome>>, RouteOutcomes.Routes> {
  /** Messages that are valid trades. */
  public static final TupleTag<Outcome.Accepted> TRADES = new TupleTag<>("trades") {};

  /** Rejected messages, each with its reason. */
  public static final TupleTag<Outcome.Rejected> DEAD_LETTERS = new TupleTag<>("dead-letters") {};

  /** The reader's receipts. */
  public static final TupleTag<RangeReceipt> RECEIPTS = new TupleTag<>("receipts") {};

  private RouteOutcomes() {}

  public static RouteOutcomes byKind() {
    return new RouteOutcomes();
  }

  @Override
  public Routes expand(PCollection<List<Outcome>> outcomes) {
    PCollectionTuple routed =
        outcomes.apply(
            "RouteByKind",
            ParDo.of(new RouteFn())
                .withOutputTags(TRADES, TupleTagList.of(DEAD_LETTERS).and(RECEIPTS)));
    return new Routes(
        routed.get(TRADES).setCoder(AcceptedCoder.of()),
        routed.get(DEAD_LETTERS).setCoder(RejectedCoder.of()),
        routed.get(RECEIPTS).setCoder(RangeReceiptCoder.of()));
  }

  /** The three output collections. */
  public static final class Routes implements POutput {
    private final PCollection<Outcome.Accepted> trades;
    private final PCollection<Outcome.Rejected> deadLetters;
    private final PCollection<RangeReceipt> receipts;

    private Routes(
        PCollection<Outcome.Accepted> trades,
        PCollection<Outcome.Rejected> deadLetters,
        PCollection<RangeReceipt> receipts) {
      this.trades = trades;
      this.deadLetters = deadLetters;
      this.receipts = receipts;
    }

    public PCollection<Outcome.Accepted> trades() {
      return trades;
    }

    public PCollection<Outcome.Rejected> deadLetters() {
      return deadLetters;
    }

    public PCollection<RangeReceipt> receipts() {
      return receipts;
    }

    @Override
    public Pipeline getPipeline() {
      return trades.getPipeline();
    }

    @Override
    public Map<TupleTag<?>, PValue> expand() {
      return Map.of(TRADES, trades, DEAD_LETTERS, deadLetters, RECEIPTS, receipts);
    }

    @Override
    public void finishSpecifyingOutput(
        String transformName, PInput input, PTransform<?, ?> transform) {}
  }

  private static final class RouteFn extends DoFn<List<Outcome>, Outcome.Accepted> {
    @ProcessElement
    public void route(@Element List<Outcome> outcomes, MultiOutputReceiver out) {
      outcomes.forEach(outcome -> route(outcome, out));
    }

    private static void route(Outcome outcome, MultiOutputReceiver out) {
      if (outcome instanceof Outcome.Accepted accepted) {
        out.get(TRADES).output(accepted);
      } else if (outcome instanceof Outcome.Rejected rejected) {
        out.get(DEAD_LETTERS).output(rejected);
      } else if (outcome instanceof Outcome.RangeDone done) {
        out.get(RECEIPTS).output(done.receipt());
      }
    }
  }
}
